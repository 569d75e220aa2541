import type { Called } from "./evaluate.ts"
import { allNumbers, allTexts, fail, listOf, textOf, type Value } from "./value.ts"

type Meaning = (call: Called) => Value

/** Text, and time as text. */
export const textFunctions: Readonly<Record<string, Meaning>> = {
  upper: over((text = "") => text.toUpperCase()),
  lower: over((text = "") => text.toLowerCase()),
  trim: over((text = "") => text.replaceAll(/[ \t\n\r]+/g, " ").replaceAll(/^ | $/g, "")),
  contains: tests((text = "", part = "") => text.includes(part)),
  startsWith: starts((text, start) => Array.from(start).every((char, at) => Array.from(text)[at] === char)),
  matches: ({ value }) => {
    const [text] = allTexts([value(0)]) ?? []
    const [source = "", flags] = allTexts([value(1), value(2)]) ?? []
    return text !== undefined && new RegExp(source, flags).test(text)
  },
  substring: ({ values }) => {
    const [given, ...rest] = values()
    if (rest.includes(undefined)) return undefined
    const [text] = allTexts([given]) ?? []
    const [start = 0, length] = allNumbers(rest) ?? []
    if (text === undefined) return undefined
    const chars = Array.from(text)
    const from = start < 0 ? Math.max(0, chars.length + start) : start
    return chars.slice(from, from + Math.max(0, length ?? chars.length)).join("")
  },
  textLength: ({ value }) => {
    const [text] = allTexts([value(0)]) ?? []
    return text === undefined ? undefined : Array.from(text).length
  },
  replace: over((text = "", part = "", by = "") =>
    part === "" ? fail("nothing to replace") : text.split(part).join(by),
  ),
  split: over((text = "", separator = "") => text.split(separator)),
  joinText: ({ values }) => {
    const [list, separator = ""] = values()
    if (values().length > 1 && values()[1] === undefined) return undefined
    const [between = ""] = allTexts([separator]) ?? []
    return allTexts(listOf(list))?.join(between)
  },
  toText: ({ value }) => {
    const given = value(0)
    return given === undefined ? undefined : textOf(given)
  },
  toNumber: ({ value }) => toNumber(value(0)),
  parseJson: over((text = "") => {
    try {
      return JSON.parse(text) as Value
    } catch {
      return fail("no JSON")
    }
  }),
  toMillis: over((text = "") => {
    const instant = /^\d{4}(-[01]\d)*(-[0-3]\d)*(T[0-2]\d:[0-5]\d:[0-5]\d)*(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$/
    const time = instant.test(text) ? Date.parse(text) : Number.NaN
    return Number.isNaN(time) ? fail("no instant") : time
  }),
  fromMillis: ({ value }) => {
    const [time] = allNumbers([value(0)]) ?? []
    if (time === undefined) return undefined
    return time < -62_167_219_200_000 || time > 253_402_300_799_999
      ? fail("no year of four digits")
      : new Date(time).toISOString()
  },
}

function over(compute: (...operands: string[]) => Value): Meaning {
  return ({ values }) => {
    const operands = texts(values())
    return operands === undefined ? undefined : compute(...operands)
  }
}

function tests(holds: (...operands: string[]) => boolean): Meaning {
  return ({ values }) => {
    const operands = texts(values())
    return operands !== undefined && holds(...operands)
  }
}

function starts(holds: (text: string, start: string) => boolean): Meaning {
  return ({ values }) => {
    const [text, start] = allTexts(values()) ?? []
    return text !== undefined && start !== undefined && holds(text, start)
  }
}

/** Absent where an operand but the first is, whatever the others are. */
function texts(operands: readonly Value[]): readonly string[] | undefined {
  return operands.slice(1).includes(undefined) ? undefined : allTexts(operands)
}

function toNumber(given: Value): Value {
  if (given === undefined || typeof given === "number") return given
  if (typeof given === "boolean") return given ? 1 : 0
  if (typeof given !== "string") return fail("text is wanted")
  const decimal = /^-?\d+(?:\.\d+)?(?:[Ee][-+]?\d+)?$/.test(given) && Number.isFinite(Number(given))
  if (decimal || /^0(?:[xX][0-9A-Fa-f]+|[oO][0-7]+|[bB][01]+)$/.test(given)) return Number(given)
  return fail("no number")
}
