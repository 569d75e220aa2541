import type { HandlerContext, ResourceHandler } from "@stepwright/engine"

import { type AwsAnswer, type AwsPlace, type AwsSdk, openAws } from "./aws-client.ts"
import { awsFailure } from "./aws-failure.ts"
import { type AwsCall, awsCallOf, awsServices, type AwsService } from "./aws-service.ts"
import { invokeFunction, invoked } from "./lambda-invocation.ts"
import { namedError } from "./named-error.ts"
import { plainAnswer } from "./plain-answer.ts"

/** Serves resources by the AWS services that they name, through their SDKs. */
export function awsHandler(place: AwsPlace): ResourceHandler {
  const opened = new Map<string, Promise<AwsSdk>>()
  const sdkOf = async (service: AwsService): Promise<AwsSdk> => {
    let sdk = opened.get(service.package)
    if (sdk === undefined) opened.set(service.package, (sdk = openAws(service, place)))
    return await sdk
  }
  return async (input, context) => {
    const { resource = "" } = context
    const call = awsCallOf(resource)
    if (call === undefined) {
      throw namedError(
        "Stepwright.Unbound",
        `'${resource}' is bound to AWS, where these can be called: ${awsServices}.`,
      )
    }
    const sdk = await sdkOf(call.service)
    return await (call.kind === "function"
      ? invokeFunction(sdk, resource, input, context)
      : act(sdk, call, input, context))
  }
}

async function act(
  sdk: AwsSdk,
  { command: name, errors, optimized }: Extract<AwsCall, { readonly kind: "action" }>,
  input: unknown,
  { signal, resource = "" }: HandlerContext,
): Promise<unknown> {
  const command = sdk.command(name, optimized === undefined ? input : spelledOut(input))
  if (command === undefined) throw namedError("Stepwright.Unbound", `'${resource}': AWS's SDK has no ${name}Command.`)
  let answer: AwsAnswer
  try {
    answer = await sdk.client.send(command, { abortSignal: signal })
  } catch (error) {
    throw awsFailure(error, errors)
  }
  if (optimized === "lambda:invoke") return invoked(answer)
  if (optimized === "events:putEvents" && Number(answer["FailedEntryCount"] ?? 0) > 0) {
    throw namedError("EventBridge.FailedEntry", JSON.stringify(answer["Entries"]))
  }
  return await plainAnswer(answer, optimized !== undefined)
}

/** Members that the action takes as text, and Step Functions as any JSON: as JSON text. */
const texts: ReadonlySet<string> = new Set(["MessageBody", "Message", "Detail", "Payload"])

function spelledOut(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelledOut)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      texts.has(name) && (typeof member !== "string" || name === "Payload")
        ? JSON.stringify(member)
        : name === "Entries"
          ? spelledOut(member)
          : member,
    ]),
  )
}
