import { namedError } from "./named-error.ts"

/** What a service of AWS's refused with; clients mark it by `$fault`. */
interface ServiceFailure extends Error {
  readonly $fault: string
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string }
}

/**
 * What a call of AWS's failed with, as Step Functions names it: `DynamoDB.ConditionalCheckFailedException`; of what never
 * came to an answer `DynamoDB.SdkClientException`.
 */
export function awsFailure(error: unknown, service: string): Error {
  if (!(error instanceof Error)) return namedError(`${service}.SdkClientException`, String(error))
  if (!("$fault" in error)) {
    // A connection that fails on each of a host's addresses leaves its message empty.
    const why = error.message === "" && "code" in error ? String(error.code) : `${error.name}: ${error.message}`
    return namedError(`${service}.SdkClientException`, why, error)
  }
  const { name, message, $metadata = {} } = error as ServiceFailure
  const { httpStatusCode = 0, requestId = "none" } = $metadata
  return namedError(
    `${service}.${name.endsWith("Exception") ? name : `${name}Exception`}`,
    `${message} (Service: ${service}, Status Code: ${httpStatusCode}, Request ID: ${requestId})`,
    error,
  )
}
