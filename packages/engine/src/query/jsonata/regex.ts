import { RE2JS } from "re2js"

import { JsonataError } from "./jsonata-error.ts"
import { toRe2 } from "./regex-syntax.ts"
import { FunctionValue, type Value } from "./value.ts"

/**
 * Compiles a regular expression to JSONata's matcher function: called with a text it answers the first match with its
 * groups and a function `next`. Runs in time linear in the text, whatever the pattern.
 * @throws {JsonataError} U1005 for a pattern that needs backtracking (look-around, back-references).
 */
export function compileRegex(regex: RegExp): FunctionValue {
  const flags =
    (regex.flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0) | (regex.flags.includes("m") ? RE2JS.MULTILINE : 0)
  const pattern = compilePattern(regex, flags)
  const matchFrom = (text: string, from: number): Value => {
    const matcher = pattern.matcher(text)
    if (from > text.length || !matcher.find(from)) return undefined
    const start = matcher.start()
    const end = matcher.end()
    const groups = Array.from({ length: matcher.groupCount() }, (_, at) => matcher.group(at + 1) ?? undefined)
    const next = (): Value => {
      if (end >= text.length) return undefined
      const following = matchFrom(text, end) as { readonly match: string } | undefined // a match or nothing
      if (following?.match === "") throw new JsonataError("D1004", { value: regex.source })
      return following
    }
    return { match: text.slice(start, end), start, end, groups, next: nullary(next) }
  }
  return new FunctionValue(1, undefined, ([text]) => (typeof text === "string" ? matchFrom(text, 0) : undefined))
}

function nullary(run: () => Value): FunctionValue {
  return new FunctionValue(0, undefined, run)
}

function compilePattern(regex: RegExp, flags: number): RE2JS {
  try {
    return RE2JS.compile(toRe2(regex.source), flags)
  } catch {
    throw new JsonataError("U1005", { value: regex.source })
  }
}
