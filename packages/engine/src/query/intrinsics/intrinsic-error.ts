/** An argument that an intrinsic function refuses; the caller words the failure. */
export class IntrinsicError extends Error {
  override readonly name = "IntrinsicError"
}
