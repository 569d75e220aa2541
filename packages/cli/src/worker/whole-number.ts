import { CliError } from "../errors.ts"

/**
 * The value of an option that is a whole number; undefined where it was not given.
 * @throws {CliError} `USAGE`
 */
export function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
  most = 1_000_000,
): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d{1,7}$/.test(text) ? Number(text) : NaN
  if (value >= least && value <= most) return value
  throw new CliError("USAGE", `${option} is not a whole number from ${least} to ${most}: ${text}`)
}
