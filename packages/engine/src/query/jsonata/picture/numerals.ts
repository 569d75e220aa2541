const romans: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
]
const digits: Readonly<Record<string, number>> = { M: 1000, D: 500, C: 100, L: 50, X: 10, V: 5, I: 1 }

/** A whole number as lower-case Roman numerals; empty below 1. As long as a thousandth of the number. */
export function toRoman(value: number): string {
  let rest = value
  let text = ""
  for (const [worth, numeral] of romans) {
    const times = rest < worth ? 0 : Math.floor(rest / worth)
    text += numeral.repeat(times)
    rest -= times * worth
  }
  return text
}

/** The number that upper-case Roman numerals stand for; NaN for anything else. */
export function fromRoman(text: string): number {
  let total = 0
  let greatest = 1
  for (const numeral of Array.from(text).toReversed()) {
    const value = digits[numeral] ?? Number.NaN
    if (value < greatest) total -= value
    else {
      greatest = value
      total += value
    }
  }
  return total
}

/** A whole number as a spreadsheet names its columns: a, b, … z, aa, …; `first` is `a` or `A`. Empty below 1. */
export function toLetters(value: number, first: string): string {
  let text = ""
  for (let rest = value; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    text = String.fromCharCode(((rest - 1) % 26) + first.charCodeAt(0)) + text
  }
  return text
}

/** The number of a spreadsheet's column. */
export function fromLetters(text: string, first: string): number {
  let total = 0
  for (let at = 0; at < text.length; at++) total = total * 26 + text.charCodeAt(at) - first.charCodeAt(0) + 1
  return total
}
