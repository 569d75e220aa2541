import type { HandlerContext } from "@stepwright/engine"

import type { AwsAnswer, AwsSdk } from "./aws-client.ts"
import { awsFailure } from "./aws-failure.ts"
import { namedError } from "./named-error.ts"
import { requestFacts } from "./plain-answer.ts"

/** Invokes a function with an input, and answers what it returns. */
export async function invokeFunction(
  sdk: AwsSdk,
  name: string,
  input: unknown,
  { signal }: HandlerContext,
): Promise<unknown> {
  const command = sdk.command("Invoke", { FunctionName: name, Payload: JSON.stringify(input) })
  if (command === undefined) throw new TypeError("The SDK of Lambda has no InvokeCommand.")
  let answer: AwsAnswer
  try {
    answer = await sdk.client.send(command, { abortSignal: signal })
  } catch (error) {
    throw awsFailure(error, "Lambda")
  }
  return payloadOf(answer)
}

/** What `invoke` answered, as Step Functions gives it. */
export function invoked(answer: AwsAnswer): unknown {
  const { ExecutedVersion, StatusCode, $metadata = {} } = answer
  return { ExecutedVersion, Payload: payloadOf(answer), ...requestFacts($metadata), StatusCode }
}

/** @throws {Error} by the name of the error that the function failed with, as its wrapper reports it */
function payloadOf({ Payload, FunctionError }: AwsAnswer): unknown {
  const text = Payload instanceof Uint8Array ? Buffer.from(Payload).toString("utf8") : ""
  const payload: unknown = text === "" ? null : JSON.parse(text)
  if (FunctionError === undefined) return payload
  const { errorType, errorMessage } = Object(payload) as { errorType?: unknown; errorMessage?: unknown } // of anything
  const name = typeof errorType === "string" && errorType !== "" ? errorType : "Lambda.Unknown"
  throw namedError(name, typeof errorMessage === "string" ? errorMessage : text)
}
