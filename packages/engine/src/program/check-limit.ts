import { EngineError } from "../errors.ts"

/** @throws {EngineError} `LIMIT_INVALID` for a page that is not of 1 to 1000. */
export function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit
  throw limitInvalid(`A page of ${limit} was asked for.`, "Ask for 1 to 1000, and for the next page by its cursor.")
}

export function limitInvalid(message: string, hint?: string): EngineError {
  return new EngineError({ code: "LIMIT_INVALID", message, ...(hint === undefined ? {} : { hint }) })
}
