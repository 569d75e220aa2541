/** AWS's names for a TestState call that is refused. */
export type RefusalCode = "InvalidArn" | "InvalidDefinition" | "InvalidExecutionInput" | "ValidationException"

/** A call that is refused; `testState` answers it as data. */
export class Refusal extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
  }
}

/** A refusal with the code that most have. */
export function invalid(message: string): Refusal {
  return new Refusal("ValidationException", message)
}
