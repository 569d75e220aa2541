/** The longest root that a key carries as it is. */
const longestRoot = 120

/** The longest key; above it, its sha256 stands for it. */
const longestKey = 200

/**
 * An execution's root key: the one that a parent handed in, else the execution's id; one of more than 120 characters is
 * replaced by its sha256, so that the keys of named steps need no shortening of their own.
 * @param envelope - JSONata of the parent's envelope.
 */
export function rootKeyText(envelope: string): string {
  return `($root := $exists(${envelope}.key) ? ${envelope}.key : $states.context.Execution.Id; $length($root) > ${longestRoot} ? $hash($root, 'SHA-256') : $root)`
}

/** A part of a key: fixed text, or text that an expression gives. */
export type KeyPart =
  | string
  | {
      /** What the expression reads; see `keyOf`. */
      readonly reads: string
      /** Fixed text on either side of it. */
      readonly before: string
      readonly after: string
      /** JSONata of it, over what it reads. */
      readonly text: (value: string) => string
      /** The most characters that all of it gives; Infinity where nothing bounds it. */
      readonly longest: number
    }

/** An expression of a key, and the most characters it can have. */
export interface KeyText {
  readonly text: string
  readonly longest: number
}

/**
 * `<root>/<part>…`, shortened where it could be longer than 200 characters.
 * @param read - The text of what a part reads.
 */
export function keyText(
  parts: readonly KeyPart[],
  read: (key: string) => string,
  quote: (text: string) => string,
): KeyText {
  const path = pathText(parts, "/", read, quote)
  const longest = parts.reduce((sum, part) => sum + 1 + (typeof part === "string" ? part.length : part.longest), 0)
  return shortened(`${read("root")} & ${path}`, longestRoot + longest)
}

/** Parts joined by slashes, as JSONata. */
export function pathText(
  parts: readonly KeyPart[],
  start: string,
  read: (key: string) => string,
  quote: (text: string) => string,
): string {
  const pieces: string[] = []
  let fixed = start
  for (const [index, part] of parts.entries()) {
    if (index > 0) fixed += "/"
    if (typeof part === "string") {
      fixed += part
      continue
    }
    pieces.push(quote(fixed + part.before), part.text(read(part.reads)))
    fixed = part.after
  }
  return [...pieces, ...(fixed === "" ? [] : [quote(fixed)])].join(" & ")
}

/** The key of what belongs to a call: its compensation, its probe. */
export function keyWith(key: KeyText, suffix: "~undo" | "~probe"): KeyText {
  const text = key.text.endsWith("'") ? `${key.text.slice(0, -1)}${suffix}'` : `${key.text} & '${suffix}'`
  return shortened(text, key.longest + suffix.length)
}

/** A key, with its sha256 in its place where it is too long; without a check where it cannot be. */
function shortened(text: string, longest: number): KeyText {
  if (longest <= longestKey) return { text, longest }
  return {
    text: `($long := ${text}; $length($long) > ${longestKey} ? $hash($long, 'SHA-256') : $long)`,
    longest: longestKey,
  }
}
