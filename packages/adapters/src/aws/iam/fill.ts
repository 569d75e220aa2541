import type { Found, Given } from "./given.ts"
import { joined, literal, sub, type Text } from "./text.ts"
import { type Turn, turned } from "./turned.ts"

/** What stands behind a placeholder of a plan. */
export interface Standing {
  readonly text: Text
  /** It is an ARN, not a name. */
  readonly arn?: true
  /** What it is turned into, where that is known otherwise. */
  readonly turned?: Readonly<Partial<Record<Turn, Text>>>
}

/** What templates are filled from. */
export interface Filling {
  readonly given: Given
  /** By placeholder. */
  readonly standing: Readonly<Record<string, Standing>>
  /** The state machine's own ARN. */
  readonly self: Text
}

/** A filled template: its texts, one for each item it was given; or what it lacks. */
export type Filled =
  | { readonly texts: readonly Text[] }
  /** A field that is known only at run time. */
  | { readonly open: string }
  /** A field that is not given. */
  | { readonly missing: string }

const field = /\{(:?)([\w.[\]|]+)(?:>(\w+))?(?:\?([^}]*)|=([^}]*))?\}/g

/** Fills a template of `iam/rule.ts`. */
export function fill(template: string, filling: Filling): Filled {
  let texts: readonly Part[] = [part(sub(""))]
  let end = 0
  for (const match of template.matchAll(field)) {
    const before = ownText(template.slice(end, match.index))
    end = match.index + match[0].length
    const values = valuesOf(match, filling)
    if (!("parts" in values)) return values
    texts = texts.flatMap((text) => values.parts.map((value) => append(append(text, part(before)), value)))
  }
  const rest = ownText(template.slice(end))
  return { texts: texts.map((text) => append(text, part(rest)).text) }
}

interface Part {
  readonly text: Text
  readonly arn: boolean
}

function part(text: Text, arn: boolean = false): Part {
  return { text, arn }
}

/** What is an ARN already takes the place of what stands before it. */
function append(before: Part, after: Part): Part {
  return after.arn ? after : { text: joined(before.text, after.text), arn: before.arn }
}

/** `arn:P:sqs:R:A:` with what the deployment knows. */
function ownText(text: string): Text {
  const known = text
    .replace(/^arn:P:/, "arn:${AWS::Partition}:")
    .replaceAll(/(?<=:)R(?=:)/g, "${AWS::Region}")
    .replaceAll(/(?<=:)A(?=:)/g, "${AWS::AccountId}")
  return sub(known)
}

function valuesOf(
  [, colon = "", path = "", turn, fallback, preset]: RegExpExecArray,
  filling: Filling,
): { readonly parts: readonly Part[] } | { readonly open: string } | { readonly missing: string } {
  if (path === "self") return { parts: [part(filling.self, true)] }
  const parts: Part[] = []
  const all = filling.given.at(path)
  const some = all.filter((found) => found !== undefined)
  const isOptional = colon !== "" || preset !== undefined || fallback !== undefined
  // Of a list, those items that have the field.
  for (const found of isOptional || some.length === 0 ? all : some) {
    if (found === undefined && colon !== "") parts.push(part(sub("")))
    else if (found === undefined && preset !== undefined) parts.push(part(literal(preset)))
    else if (found?.kind === "text") parts.push(known(found.text, turn as Turn | undefined, colon, filling)) // our table's
    else if (found?.kind === "prefix" && isEndpoint(turn, found)) parts.push(part(literal(`${found.text}*`)))
    else if (found !== undefined && colon !== "") parts.push(part(literal(":*")))
    else if (fallback !== undefined) parts.push(part(literal(fallback)))
    else return found === undefined ? { missing: path } : { open: path }
  }
  return { parts }
}

/** An address of which the host at least is known. */
function isEndpoint(turn: string | undefined, found: Extract<Found, { kind: "prefix" }>): boolean {
  return turn === "endpoint" && /^https:\/\/[^/]+\//.test(found.text)
}

function known(text: string, turn: Turn | undefined, colon: string, { standing }: Filling): Part {
  const [, only = ""] = /^\$\{(\w+)\}$/.exec(text) ?? []
  const whole = standing[only]
  const ready = turn === undefined ? undefined : whole?.turned?.[turn]
  if (ready !== undefined) return part(ready, true)
  const plain = placed(text, standing)
  const value = turn === undefined ? plain : turned(turn, plain)
  const arn = value.sub.startsWith("arn:") || (whole?.arn === true && (turn === undefined || turn === "unqualified"))
  return arn ? part(value, true) : part({ ...value, sub: `${colon}${value.sub}` })
}

/** A text of a plan with what stands behind its placeholders. */
function placed(text: string, standing: Filling["standing"]): Text {
  const pieces = text.split(/(\$\{\w+\})/).map((one) => {
    const [, name = ""] = /^\$\{(\w+)\}$/.exec(one) ?? []
    return standing[name]?.text ?? literal(one)
  })
  return joined(...pieces)
}
