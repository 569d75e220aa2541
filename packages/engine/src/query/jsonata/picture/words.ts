const few = [
  "Zero",
  "One",
  "Two",
  "Three",
  "Four",
  "Five",
  "Six",
  "Seven",
  "Eight",
  "Nine",
  "Ten",
  "Eleven",
  "Twelve",
  "Thirteen",
  "Fourteen",
  "Fifteen",
  "Sixteen",
  "Seventeen",
  "Eighteen",
  "Nineteen",
]
const decades = ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"]
const magnitudes = ["Thousand", "Million", "Billion", "Trillion"]
const irregular: Readonly<Record<string, string>> = {
  One: "First",
  Two: "Second",
  Three: "Third",
  Five: "Fifth",
  Eight: "Eighth",
  Nine: "Ninth",
  Twelve: "Twelfth",
}

/** A whole number of at least 0 in English: `One Hundred and Twenty-Three`. Beyond trillions it counts trillions. */
export function toWords(value: number, ordinal: boolean): string {
  if (value < 20) return ordinal ? ordinalOf(word(few, value)) : word(few, value)
  if (value < 100) {
    const ten = word(decades, Math.floor(value / 10) - 2)
    const rest = value % 10
    if (rest > 0) return `${ten}-${toWords(rest, ordinal)}`
    return ordinal ? ordinalOf(ten) : ten
  }
  if (value < 1000) return joined(`${word(few, Math.floor(value / 100))} Hundred`, value % 100, ordinal)
  const magnitude = Math.min(Math.floor(Math.log10(value) / 3), magnitudes.length)
  const factor = 10 ** (magnitude * 3)
  const count = Math.floor(value / factor)
  return joined(`${toWords(count, false)} ${word(magnitudes, magnitude - 1)}`, value - count * factor, ordinal)
}

function joined(head: string, rest: number, ordinal: boolean): string {
  if (rest > 0) return `${head}${rest < 100 ? " and " : ", "}${toWords(rest, ordinal)}`
  return ordinal ? `${head}th` : head
}

function ordinalOf(cardinal: string): string {
  return irregular[cardinal] ?? (cardinal.endsWith("y") ? `${cardinal.slice(0, -1)}ieth` : `${cardinal}th`)
}

function word(words: readonly string[], at: number): string {
  return words[at] ?? ""
}

const values = new Map<string, number>()
for (const [value, name] of few.entries()) learn(name, value)
for (const [at, name] of decades.entries()) learn(name, (at + 2) * 10)
learn("Hundred", 100)
for (const [at, name] of magnitudes.entries()) learn(name, 10 ** (3 * (at + 1)))

function learn(name: string, value: number): void {
  values.set(name.toLowerCase(), value)
  values.set(ordinalOf(name).toLowerCase(), value)
}

/** Every word that {@link fromWords} knows, in lower case. */
export const numberWords: readonly string[] = [...values.keys()]

/** The number that English words name; NaN where one of them is no number's. */
export function fromWords(text: string): number {
  const segments = [0]
  for (const part of text.split(/,\s|\sand\s|[\s\\-]/)) {
    const value = values.get(part) ?? Number.NaN
    const last = segments.pop() ?? 0
    if (!(value < 100)) segments.push(last * value)
    else if (last >= 1000) segments.push(last, value)
    else segments.push(last + value)
  }
  return segments.reduce((sum, segment) => sum + segment, 0)
}
