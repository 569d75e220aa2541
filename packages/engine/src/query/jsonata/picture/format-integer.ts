import { JsonataError } from "../jsonata-error.ts"
import { type IntegerPicture, type Sequence, supported } from "./integer-picture.ts"
import { toLetters, toRoman } from "./numerals.ts"
import { toWords } from "./words.ts"

/** Numerals grow with the number: beyond this a Roman one is longer than any text may be. */
const greatestRoman = 1000 * 2 ** 22

/**
 * A whole number as its picture says.
 * @throws {JsonataError} D3130 for a numbering sequence, D1001 for a number that is none.
 */
export function formatInteger(value: number, picture: IntegerPicture | Sequence): string {
  const format = supported(picture)
  const size = Math.abs(value)
  return `${value < 0 ? "-" : ""}${unsigned(size, format)}`
}

function unsigned(value: number, format: IntegerPicture): string {
  if (format.kind === "decimal") return decimal(value, format)
  if (!Number.isFinite(value)) throw new JsonataError("D1001", { value })
  switch (format.kind) {
    case "letters":
      return toLetters(value, format.letterCase === "upper" ? "A" : "a")
    case "roman":
      if (value > greatestRoman) throw new JsonataError("U1004", { value: 2 ** 22 })
      return format.letterCase === "upper" ? toRoman(value).toUpperCase() : toRoman(value)
    case "words": {
      const words = toWords(value, format.ordinal)
      if (format.letterCase === "title") return words
      return format.letterCase === "upper" ? words.toUpperCase() : words.toLowerCase()
    }
  }
}

function decimal(value: number, format: IntegerPicture): string {
  const padded = String(value).padStart(format.mandatory ?? 0, "0")
  const digits =
    format.zero === 0x30
      ? padded
      : Array.from(padded)
          .map((char) => String.fromCodePoint(char.charCodeAt(0) + format.zero - 0x30))
          .join("")
  const text = grouped(digits, format)
  return format.ordinal ? text + ordinalSuffix(text) : text
}

function grouped(digits: string, { regular, separators }: IntegerPicture): string {
  if (regular !== undefined) {
    let text = digits
    for (let count = Math.floor((digits.length - 1) / regular.position); count > 0; count--) {
      text = inserted(text, text.length - count * regular.position, regular.character)
    }
    return text
  }
  return separators
    .toReversed()
    .reduce((text, { position, character }) => inserted(text, text.length - position, character), digits)
}

/** A position before the start counts from the end, as in the library. */
function inserted(text: string, at: number, character: string): string {
  return text.slice(0, Math.max(0, at)) + character + text.slice(at)
}

function ordinalSuffix(text: string): string {
  const suffix = ({ "1": "st", "2": "nd", "3": "rd" } as Readonly<Record<string, string>>)[text.at(-1) ?? ""] // by last digit
  return suffix === undefined || text.at(-2) === "1" ? "th" : suffix
}
