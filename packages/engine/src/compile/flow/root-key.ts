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
      /** Its JSONata over what it reads. */
      readonly text: (value: string) => string
      /** The most characters it gives; Infinity where nothing bounds it. */
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
  const pieces: string[] = []
  let fixed = ""
  let longest = longestRoot
  for (const part of parts) {
    if (typeof part === "string") {
      fixed += `/${part}`
      longest += part.length + 1
      continue
    }
    pieces.push(quote(`${fixed}/`), part.text(read(part.reads)))
    longest += part.longest + 1
    fixed = ""
  }
  if (fixed !== "") pieces.push(quote(fixed))
  return shortened([read("root"), ...pieces].join(" & "), longest)
}

/** The key of a step's compensation. */
export function undoKey(key: KeyText): KeyText {
  return shortened(`${key.text} & '~undo'`, key.longest + 5)
}

/** A key, with its sha256 in its place where it is too long; without a check where it cannot be. */
export function shortened(text: string, longest: number): KeyText {
  if (longest <= longestKey) return { text, longest }
  return {
    text: `($long := ${text}; $length($long) > ${longestKey} ? $hash($long, 'SHA-256') : $long)`,
    longest: longestKey,
  }
}
