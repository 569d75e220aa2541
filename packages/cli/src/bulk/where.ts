import { CliError } from "../errors.ts"

/** Conditions of a filter, by their names. */
export type Conditions<Name extends string> = Partial<Record<Name, string>>

/**
 * Reads `--where name=value` options, each a condition.
 * @throws {CliError} `USAGE` for a name that is not known, or comes twice.
 */
export function readWhere<Name extends string>(where: readonly string[], names: readonly Name[]): Conditions<Name> {
  const conditions: Conditions<Name> = {}
  for (const text of where) {
    const at = text.indexOf("=")
    const name = names.find((each) => each === text.slice(0, at))
    if (name === undefined || at === text.length - 1) {
      throw new CliError("USAGE", `--where is no NAME=VALUE of ${names.join(", ")}: ${text}`)
    }
    if (conditions[name] !== undefined) throw new CliError("USAGE", `--where names ${name} twice.`)
    conditions[name] = text.slice(at + 1)
  }
  return conditions
}

/**
 * A time as milliseconds since 1970, from ISO 8601.
 * @throws {CliError} `USAGE`
 */
export function readTime(name: string, text: string): number {
  const time = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text) ? Date.parse(text) : NaN
  if (Number.isFinite(time)) return time
  throw new CliError("USAGE", `${name} is no time such as 2026-11-30 or 2026-11-30T12:00:00Z: ${text}`)
}
