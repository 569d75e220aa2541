/** What an operation answers in place of a result. */
export class ApiError extends Error {
  override readonly name = "ApiError"
  /** An exception of the service model, or one of the protocol: `ExecutionDoesNotExist`, `ValidationException`. */
  readonly type: string
  /** Of HTTP. */
  readonly status: number
  /** Members that the model gives this exception beside its message: `resourceName`, `reason`. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(
    type: string,
    message: string,
    {
      status = 400,
      members = {},
    }: { readonly status?: number; readonly members?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message)
    this.type = type
    this.status = status
    this.members = members
  }
}
