import { isJsonObject, type Json, type JsonObject } from "../asl/json.ts"
import type { RunTask } from "../core/index.ts"

/** What a function is handed. `direct`: the resource is the function, without `lambda:invoke` around it. */
export function payloadOf(order: RunTask, direct: boolean): Json {
  if (direct) return order.input
  return isJsonObject(order.input) ? (order.input.Payload ?? {}) : {}
}

/** What Lambda's `invoke` responds with. */
export interface Invocation extends JsonObject {
  readonly ExecutedVersion: "$LATEST"
  readonly Payload: Json
  readonly StatusCode: 200
}

export const asInvocation = (result: Json): Invocation => ({
  ExecutedVersion: "$LATEST",
  Payload: result,
  StatusCode: 200,
})

/** Whether a value is just what {@link asInvocation} makes. */
export function isInvocation(value: Json): value is Invocation {
  if (!isJsonObject(value) || value.StatusCode !== 200 || value.ExecutedVersion !== "$LATEST") return false
  for (const name in value) if (name !== "ExecutedVersion" && name !== "Payload" && name !== "StatusCode") return false
  return value.Payload !== undefined
}
