/** An error whose name is what Lambda reports as `errorType`, and Step Functions as `Error`. */
export function namedError(name: string, message: string, cause?: unknown): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause })
  return Object.defineProperty(error, "name", { value: name })
}
