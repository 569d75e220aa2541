import { EngineError } from "../errors.ts"

/** A history cannot be made use of: it is not of this definition, or lacks data. */
export function historyError(message: string): EngineError {
  return new EngineError({ code: "HISTORY_INVALID", message: `The history cannot be used: ${message}` })
}
