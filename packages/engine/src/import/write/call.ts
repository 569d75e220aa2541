import { type Code, callCode, callWith, jsonCode } from "../code/code.ts"
import { Unstructured } from "../unstructured.ts"

/** What a resource asks for. */
export interface Resource {
  /** `s3:getObject`, `aws-sdk:s3:getObject`. */
  readonly action: string
  readonly suffix: ".sync" | ".sync:2" | ".waitForTaskToken" | undefined
}

/**
 * The service and action of a Task's Resource.
 * @throws {Unstructured} for anything but `arn:aws:states:::`, such as a function's own ARN or an activity.
 */
export function resourceOf(state: string, resource: string): Resource {
  const match = /^arn:aws:states:::((?:aws-sdk:)?[a-z][a-z0-9-]*:[a-z]\w*)(\.sync|\.sync:2|\.waitForTaskToken)?$/i.exec(
    resource,
  )
  if (match === null) throw new Unstructured("RESOURCE", `It calls ${resource}.`, state)
  return { action: match[1] ?? "", suffix: match[2] as Resource["suffix"] } // the pattern
}

/** The call of a service. */
export function serviceCode({ action, suffix }: Resource, args: Code): Code {
  const waits = suffix === ".waitForTaskToken"
  if (action.startsWith("aws-sdk:") && (suffix === undefined || waits))
    return callCode("aws.sdk", jsonCode(action.slice("aws-sdk:".length)), args)
  if (action === "lambda:invoke" && invokes(args)) return callCode("aws.lambda.invoke", args)
  return callWith(
    "aws.service",
    [jsonCode(action), args],
    suffix === undefined || waits ? [] : [["suffix", jsonCode(suffix)]],
  )
}

/** Arguments that the typed call of a function takes. */
function invokes(args: Code): boolean {
  const fields: readonly (readonly [string, Code])[] =
    args.kind === "object"
      ? args.fields
      : args.kind === "json" && typeof args.value === "object" && args.value !== null
        ? Object.entries(args.value).map(([key, value]) => [key, jsonCode(value)])
        : []
  const name = fields.find(([key]) => key === "FunctionName")?.[1]
  return (
    name?.kind === "json" &&
    typeof name.value === "string" &&
    fields.every(([key]) => key === "FunctionName" || key === "Payload")
  )
}
