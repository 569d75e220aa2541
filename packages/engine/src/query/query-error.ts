/** The ASL error names that a failing expression can raise. */
export type QueryErrorName =
  | "States.QueryEvaluationError"
  | "States.Runtime"
  | "States.ParameterPathFailure"
  | "States.ReferencePathConflict"

/**
 * An expression that failed at run time. `core` turns it into the workflow failure it names; it never leaves the
 * engine as an exception.
 */
export class QueryError extends Error {
  override readonly name = "QueryError"
  /** The ASL error name, matched by Retry and Catch. */
  readonly error: QueryErrorName
  /** AWS's wording, without the `An error occurred while executing the state …` prefix, which core adds. */
  override readonly cause: string
  /** Where in the state it stood, as AWS names it: `Arguments/Payload`, `Output/values[0]`, `Parameters`. */
  readonly location: string

  constructor(error: QueryErrorName, cause: string, location: string) {
    super(`${error}: ${cause}`)
    this.error = error
    this.cause = cause
    this.location = location
  }
}
