import { isJsonObject, type Json } from "../../asl/json.ts"
import { IntrinsicError } from "./intrinsic-error.ts"

/**
 * `States.Format`: each `{}` of the template takes the next argument; `\{` and `\}` are braces. Objects and arrays are
 * printed as Java prints maps and lists (`{a=1, b=[]}`), as recorded from AWS.
 * @throws {IntrinsicError} when the numbers of placeholders and arguments differ.
 */
export function formatText(template: string, args: readonly Json[]): string {
  let used = 0
  const result = template.replaceAll(/\\([{}])|\{\}/g, (match, brace: string | undefined) => {
    if (brace !== undefined) return brace
    const value = args[used++]
    if (value === undefined)
      throw new IntrinsicError(`the template has more placeholders than the ${args.length} arguments`)
    return typeof value === "string" ? value : javaText(value)
  })
  if (used < args.length) throw new IntrinsicError(`the template has ${used} placeholders for ${args.length} arguments`)
  return result
}

function javaText(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(javaText).join(", ")}]`
  if (!isJsonObject(value)) return typeof value === "string" ? value : JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, field]) => `${key}=${javaText(field)}`)
    .join(", ")}}`
}
