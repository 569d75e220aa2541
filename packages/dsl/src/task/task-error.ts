/**
 * Thrown by a handler to fail with an error name of its choosing, matched by `retry`, `catch` and `notApplied`. Any
 * other error fails with its class's name.
 *
 * The workflow sees `{ Error, Cause }` as Lambda gives them: `Error` is `name`, and `Cause` is JSON text,
 * `{"errorType":…,"errorMessage":…,"trace":[]}`, whose `errorMessage` is `cause`. Read it with `parseJson`.
 * @example throw new TaskError("Card.Declined", { cause: "insufficient funds" })
 */
export class TaskError extends Error {
  /** The ASL error name: at most 256 characters, not starting with `States.`. */
  override readonly name: string
  /** Becomes the `errorMessage`; the whole `Cause` is cut at 32,768 characters. */
  override readonly cause: string | undefined

  constructor(name: string, options: { readonly cause?: string; readonly message?: string } = {}) {
    super(options.message ?? options.cause ?? name)
    this.name = name
    this.cause = options.cause
  }
}
