import { type IntegerPicture, type Sequence, supported } from "./integer-picture.ts"
import { fromLetters, fromRoman } from "./numerals.ts"
import { fromWords, numberWords } from "./words.ts"

/** How a number is recognised in a text, and what it is there. */
export interface IntegerReader {
  /** A regular expression; to be matched without regard to case. */
  readonly pattern: string
  /** The number, NaN or undefined where the text is none. */
  readonly read: (text: string) => number | undefined
}

/**
 * The reader of a whole number's picture.
 * @param digits - How many digits there are at most; -1 where that is open.
 * @throws {JsonataError} D3130 for a numbering sequence
 */
export function integerReader(picture: IntegerPicture | Sequence, digits = -1): IntegerReader {
  const format = supported(picture)
  const upper = format.letterCase === "upper"
  switch (format.kind) {
    case "letters":
      return { pattern: upper ? "[A-Z]+" : "[a-z]+", read: (text) => fromLetters(text, upper ? "A" : "a") }
    case "roman":
      return {
        pattern: upper ? "[MDCLXVI]+" : "[mdclxvi]+",
        read: (text) => fromRoman(upper ? text : text.toUpperCase()),
      }
    case "words":
      return {
        pattern: `(?:${[...numberWords, "and", "[\\-, ]"].join("|")})+`,
        read: (text) => fromWords(text.toLowerCase()),
      }
    case "decimal": {
      const suffix = format.ordinal ? "(?:th|st|nd|rd)" : ""
      return { pattern: `[0-9]${repeated(format, digits)}${suffix}`, read: (text) => decimal(text, format) }
    }
  }
}

function repeated({ optional }: IntegerPicture, digits: number): string {
  if (digits <= 0) return "+"
  return optional === 0 ? `{${digits}}` : `{${Math.max(0, digits - optional)},${digits}}`
}

function decimal(text: string, { ordinal, regular, separators, zero }: IntegerPicture): number {
  let digits = ordinal ? text.slice(0, -2) : text
  // A regular separator is taken for a comma, whatever it is, as in the library.
  if (regular !== undefined) digits = digits.replaceAll(",", "")
  else for (const { character } of separators) digits = digits.replaceAll(character, "")
  if (zero !== 0x30) {
    digits = Array.from(digits)
      .map((char) => String.fromCodePoint(Math.max(0, char.charCodeAt(0) - zero + 0x30)))
      .join("")
  }
  return Number.parseInt(digits, 10)
}
