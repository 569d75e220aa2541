/** Stable reasons why a state is embedded rather than written as steps. */
export const importReasons = {
  LANGUAGE: "It is written in JSONPath, whose failures no step has.",
  FIELD: "It has a field, or a value in one, that no step says.",
  RESOURCE: "It calls a resource that no step calls.",
  EXPRESSION: "It has an expression that depends on where it stands, or reads what may not be there.",
  FLOW: "It stands among states whose transitions are no if, loop or try.",
  NEIGHBOUR: "It shares its level, and variables or transitions, with a state that is embedded.",
  NAME: "It handles or raises an error by a name that no step may use.",
} as const

/** Why a state is embedded. */
export type ImportReason = keyof typeof importReasons

/** Thrown and caught within an import: what is being written cannot be, and stays as it is. */
export class Unstructured extends Error {
  override readonly name = "Unstructured"
  readonly reason: ImportReason
  /** What it is about, for people. */
  readonly detail: string
  /** The state that it is about; undefined for the one at hand. */
  readonly state: string | undefined

  constructor(reason: ImportReason, detail: string, state?: string) {
    super(`${importReasons[reason]} ${detail}`)
    this.reason = reason
    this.detail = detail
    this.state = state
  }
}
