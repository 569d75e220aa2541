import { JsonataError } from "../jsonata-error.ts"
import { type IntegerPicture, readIntegerPicture, type Sequence } from "./integer-picture.ts"

/** A piece of a date's picture: text as it is, or a marker that stands for a component. */
export type PicturePart = { readonly literal: string } | Marker

export interface Marker {
  readonly literal?: undefined
  /** One letter: `Y` year, `M` month, `D` day, `H` hour, … (XPath functions 3.1, 9.8.4) */
  readonly component: string
  /** Written as a name, in this case. */
  readonly names: "upper" | "lower" | "title" | undefined
  /** Written as a number. */
  readonly integer: IntegerPicture | Sequence | undefined
  readonly maxWidth: number | undefined
  /** Digits of a year that are kept; -1 for all. Of other components: how many digits to read. */
  readonly digits: number
  /** `t`: a time zone of UTC is written `Z`. */
  readonly traditional: boolean
}

const defaults: Readonly<Record<string, string>> = {
  Y: "1",
  M: "1",
  D: "1",
  d: "1",
  F: "n",
  W: "1",
  w: "1",
  X: "1",
  x: "1",
  H: "1",
  h: "1",
  P: "n",
  m: "01",
  s: "01",
  f: "1",
  Z: "01:01",
  z: "01:01",
  C: "n",
  E: "n",
}

/**
 * Reads a picture such as `[D01]/[M01]/[Y0001]`; `[[` and `]]` stand for brackets.
 * @throws {JsonataError} D3135 for a bracket that is not closed, D3132 for an unknown component
 */
export function readDatetimePicture(picture: string): readonly PicturePart[] {
  const parts: PicturePart[] = []
  const addLiteral = (text: string): void => {
    if (text !== "") parts.push({ literal: text.replaceAll("]]", "]") })
  }
  let from = 0
  for (let open = picture.indexOf("["); open >= 0; open = picture.indexOf("[", from)) {
    addLiteral(picture.slice(from, open))
    if (picture.charAt(open + 1) === "[") {
      parts.push({ literal: "[" })
      from = open + 2
      continue
    }
    const close = picture.indexOf("]", open)
    if (close < 0) throw new JsonataError("D3135")
    parts.push(readMarker(picture.slice(open + 1, close).replaceAll(/\s/g, "")))
    from = close + 1
  }
  addLiteral(picture.slice(from))
  return parts
}

function readMarker(text: string): Marker {
  const component = text.charAt(0)
  const comma = text.lastIndexOf(",")
  const width = comma < 0 ? { min: undefined, max: undefined } : readWidth(text.slice(comma + 1))
  const given = comma < 0 ? text.slice(1) : text.slice(1, comma)
  const second = given.length > 1 && /[atco]$/.test(given) ? given.slice(-1) : ""
  const first = given === "" ? defaults[component] : second === "" ? given : given.slice(0, -1)
  if (first === undefined) throw new JsonataError("D3132", { value: component })
  const names = nameCase(first)
  const common = { component, names, maxWidth: width.max, traditional: second === "t" }
  if (component === "Z" || component === "z") return { ...common, integer: readIntegerPicture(first), digits: -1 }
  if (names !== undefined || !"YMDdFWwXxHhmsf".includes(component)) return { ...common, integer: undefined, digits: -1 }
  const integer = widened(readIntegerPicture(second === "" ? first : `${first};${second}`), width.min)
  if (!"YMD".includes(component) || integer.kind === "sequence") return { ...common, integer, digits: -1 }
  if (width.max !== undefined) {
    return { ...common, integer: { ...integer, mandatory: width.max }, digits: width.max }
  }
  const shown = (integer.mandatory ?? 0) + integer.optional
  return { ...common, integer, digits: shown >= 2 ? shown : -1 }
}

function nameCase(modifier: string): Marker["names"] {
  if (modifier.startsWith("n")) return "lower"
  if (!modifier.startsWith("N")) return undefined
  return modifier.charAt(1) === "n" ? "title" : "upper"
}

function widened<T extends IntegerPicture | Sequence>(picture: T, min: number | undefined): T {
  if (min === undefined || picture.kind === "sequence" || picture.mandatory === undefined) return picture
  return picture.mandatory < min ? { ...picture, mandatory: min } : picture
}

/** `2`, `2-4`, `*-4`: undefined for `*` and for what is left out. */
function readWidth(text: string): { readonly min: number | undefined; readonly max: number | undefined } {
  const dash = text.indexOf("-")
  if (dash < 0) return { min: widthOf(text), max: undefined }
  return { min: widthOf(text.slice(0, dash)), max: widthOf(text.slice(dash + 1)) }
}

/** No text is that wide. */
const greatestWidth = 1000

function widthOf(text: string): number | undefined {
  const width = Number.parseInt(text, 10)
  return Number.isNaN(width) ? undefined : Math.min(width, greatestWidth)
}
