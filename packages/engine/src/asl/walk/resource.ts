import { isJsonObject, type JsonObject } from "../json.ts"
import type { Check } from "./fields.ts"
import { refuse, warn, type Walk } from "./walk.ts"

/** The core reads a Resource as an activity by the same rule. */
const activity = /(?:^|:)activity[:_-]/
const integration = /^arn:aws[\w-]*:states:::/

/** A Task's `Resource`: a constant. An Express workflow has neither activities nor jobs nor callbacks. */
export const resource: Check = (value, location, walk) => {
  if (typeof value !== "string") return refuse(walk, location, "Expected value of type [STRING]")
  if (value === "") return refuse(walk, location, "Value cannot be empty")
  if (value.startsWith("{%")) return refuse(walk, location, "Value is not a valid resource ARN")
  if (!value.startsWith("arn:") && !value.includes("${") && !activity.test(value)) {
    warn(walk, location, "Value is not a valid resource ARN", "INVALID_RESOURCE")
  }
  if (walk.express) checkExpress(value, location, walk)
}

/** What a Task's fields say together. */
export function checkTask(state: JsonObject, location: string, walk: Walk): void {
  const { Resource: arn, Credentials: credentials, TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state
  if (typeof timeout === "number" && typeof heartbeat === "number" && heartbeat > timeout) {
    refuse(walk, location, "'HeartbeatSeconds' cannot be greater than 'TimeoutSeconds'")
  }
  if (typeof arn !== "string") return
  if (credentials !== undefined && activity.test(arn) && !integration.test(arn)) {
    refuse(walk, `${location}/Credentials`, "The field 'Credentials' is not supported for activities")
  }
}

/** `Credentials`: names a role. */
function checkCredentials(value: JsonObject, location: string, walk: Walk): void {
  const names = walk.language === "JSONPath" ? ["RoleArn", "RoleArn.$"] : ["RoleArn"]
  if (names.some((name) => Object.hasOwn(value, name))) return
  refuse(walk, location, "The field 'RoleArn' is required but was missing")
}

/** Only an object can be looked into. */
export const credentials =
  (check: Check): Check =>
  (value, location, walk) => {
    check(value, location, walk)
    if (isJsonObject(value)) checkCredentials(value, location, walk)
  }

function checkExpress(arn: string, location: string, walk: Walk): void {
  if (!integration.test(arn)) {
    if (activity.test(arn)) refuse(walk, location, "Express state machine does not support Activity ARN")
    return
  }
  const pattern = /\.waitForTaskToken$/.exec(arn)?.[0] ?? /\.sync(?=(?::\d+)?$)/.exec(arn)?.[0]
  if (pattern === undefined) return
  // The blank at the end is AWS's.
  refuse(walk, location, `Express state machine does not support '${pattern}' service integration `)
}
