import { isJsonObject, type Json } from "../asl/json.ts"

/** A value as Java prints it: maps and lists as `{a=1, b=[]}`, text without quotes. (Recorded: `States.Format`) */
export function javaText(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(javaText).join(", ")}]`
  if (typeof value === "number") return javaNumber(value)
  if (!isJsonObject(value)) return typeof value === "string" ? value : JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, field]) => `${key}=${javaText(field)}`)
    .join(", ")}}`
}

/** As `Double.toString` for fractions: with an exponent from 10^7 on and below 10^-3. */
function javaNumber(value: number): string {
  const size = Math.abs(value)
  if (Number.isInteger(value) || (size >= 1e-3 && size < 1e7)) return String(value)
  const [mantissa = "", exponent = ""] = value.toExponential().split("e")
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${Number(exponent)}`
}
