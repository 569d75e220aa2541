/** Arguments that an intrinsic function refuses; the caller names the function, as AWS does. */
export class IntrinsicError extends Error {
  override readonly name = "IntrinsicError"
  /** What AWS calls invalid. */
  readonly subject: "arguments" | "template"
  /** What AWS says beyond that, which is nothing for all but `States.Format`. */
  readonly detail: string | undefined

  constructor(subject: "arguments" | "template" = "arguments", detail?: string) {
    super(detail ?? `invalid ${subject}`)
    this.subject = subject
    this.detail = detail
  }
}
