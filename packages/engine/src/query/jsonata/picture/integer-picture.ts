import { JsonataError } from "../jsonata-error.ts"
import { regularInterval } from "./regular-interval.ts"

/** What the picture of a whole number says. (XPath functions 3.1, 4.6.1) */
export interface IntegerPicture {
  readonly kind: "decimal" | "letters" | "roman" | "words"
  readonly letterCase: "upper" | "lower" | "title"
  readonly ordinal: boolean
  /** Of a decimal: the code point of its family's zero. */
  readonly zero: number
  /** Of a decimal: the digits that are always written; undefined for the other kinds. */
  readonly mandatory: number | undefined
  /** Of a decimal: further digits that the picture shows. */
  readonly optional: number
  /** A separator that repeats at the same interval; counted in digits from the right. */
  readonly regular: Separator | undefined
  /** Separators that do not, from right to left. */
  readonly separators: readonly Separator[]
}

interface Separator {
  readonly position: number
  readonly character: string
}

/** The zeros of the decimal families. */
const zeros = [
  0x30, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50,
  0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
  0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
]

const worded: Readonly<Record<string, Pick<IntegerPicture, "kind" | "letterCase">>> = {
  A: { kind: "letters", letterCase: "upper" },
  a: { kind: "letters", letterCase: "lower" },
  I: { kind: "roman", letterCase: "upper" },
  i: { kind: "roman", letterCase: "lower" },
  W: { kind: "words", letterCase: "upper" },
  w: { kind: "words", letterCase: "lower" },
  Ww: { kind: "words", letterCase: "title" },
}

const plain = { zero: 0x30, mandatory: undefined, optional: 0, regular: undefined, separators: [] }

/**
 * Reads the picture of a whole number: `#,##0`, `A`, `i`, `Ww`, with `;o` for ordinals.
 * @throws {JsonataError} D3131 for digits of two families.
 */
export function readIntegerPicture(picture: string): IntegerPicture | Sequence {
  const semicolon = picture.lastIndexOf(";")
  const primary = semicolon < 0 ? picture : picture.slice(0, semicolon)
  const ordinal = semicolon >= 0 && picture.charAt(semicolon + 1) === "o"
  const kind = worded[primary]
  return kind === undefined ? decimal(primary, ordinal) : { ...plain, ...kind, ordinal }
}

/** A picture without a digit: a numbering sequence, which JSONata knows none of. */
export interface Sequence {
  readonly kind: "sequence"
  readonly token: string
}

/** @throws {JsonataError} D3130 for a numbering sequence. */
export function supported(picture: IntegerPicture | Sequence): IntegerPicture {
  if (picture.kind === "sequence") throw new JsonataError("D3130", { value: picture.token })
  return picture
}

function decimal(primary: string, ordinal: boolean): IntegerPicture | Sequence {
  let zero: number | undefined
  let mandatory = 0
  let optional = 0
  const separators: Separator[] = []
  for (const character of Array.from(primary).toReversed()) {
    const code = character.codePointAt(0) ?? 0
    const family = zeros.find((first) => code >= first && code <= first + 9)
    if (family !== undefined) {
      if (zero !== undefined && zero !== family) throw new JsonataError("D3131")
      zero = family
      mandatory++
    } else if (character === "#") optional++
    else separators.push({ position: mandatory + optional, character })
  }
  if (zero === undefined) return { kind: "sequence", token: primary }
  const interval = separators.every(({ character }) => character === separators[0]?.character)
    ? regularInterval(separators.map(({ position }) => position))
    : 0
  const regular = interval === 0 ? undefined : { position: interval, character: separators[0]?.character ?? "" }
  return { kind: "decimal", letterCase: "lower", ordinal, zero, mandatory, optional, regular, separators }
}
