import type { AwsAnswer } from "./aws-client.ts"

/**
 * A command's answer as Step Functions gives it: times as text, bytes in base64, a body as text.
 * @param told - With what the integrations of Step Functions' own tell of the request beside.
 */
export async function plainAnswer({ $metadata = {}, ...members }: AwsAnswer, told: boolean): Promise<unknown> {
  const plain = (await plainValue(members)) as object // as members are one
  return told ? { ...plain, ...requestFacts($metadata) } : plain
}

/** What of a request is told. */
export function requestFacts({ httpStatusCode = 200, requestId = "" }: NonNullable<AwsAnswer["$metadata"]>): object {
  return { SdkHttpMetadata: { HttpStatusCode: httpStatusCode }, SdkResponseMetadata: { RequestId: requestId } }
}

async function plainValue(value: unknown): Promise<unknown> {
  if (typeof value !== "object" || value === null) return value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64")
  if (isBody(value)) return await value.transformToString()
  if (Array.isArray(value)) return await Promise.all(value.map(plainValue))
  const members = await Promise.all(
    Object.entries(value).map(async ([name, member]: [string, unknown]) => [name, await plainValue(member)] as const),
  )
  return Object.fromEntries(members)
}

/** The stream that an object is read from. */
function isBody(value: object): value is { transformToString(): Promise<string> } {
  return "transformToString" in value && typeof value.transformToString === "function"
}
