import type { Json } from "../../asl/json.ts"
import { javaText } from "../java-text.ts"
import { IntrinsicError } from "./intrinsic-error.ts"

const unmatched = "matching '}' not found for '{'."
const mismatch = "number of arguments do not match the occurrences of {}."

/**
 * `States.Format`: each `{}` of the template takes the next argument; `\{` and `\}` are braces, which no other brace that
 * opens is. Objects and arrays are printed as Java prints maps and lists (`{a=1, b=[]}`), as recorded from AWS.
 * @throws {IntrinsicError} when the numbers of placeholders and arguments differ, or a brace stays open.
 */
export function formatText(template: string, args: readonly Json[]): string {
  let used = 0
  const result = template.replaceAll(/\\([{}])|\{\}?/g, (match, brace: string | undefined) => {
    if (brace !== undefined) return brace
    if (match === "{") throw new IntrinsicError("template", unmatched)
    const value = args[used++]
    if (value === undefined) throw new IntrinsicError("arguments", mismatch)
    return javaText(value)
  })
  if (used < args.length) throw new IntrinsicError("arguments", mismatch)
  return result
}
