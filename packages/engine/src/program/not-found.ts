import { EngineError } from "../errors.ts"

export function notFound(id: string): EngineError {
  return new EngineError({ code: "EXECUTION_NOT_FOUND", message: `There is no execution '${id}'.` })
}
