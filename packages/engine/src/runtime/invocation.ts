import { isJsonObject, type Json } from "../asl/json.ts"
import type { RunTask } from "../core/index.ts"

/** What a function is handed. `direct`: the resource is the function, without `lambda:invoke` around it. */
export function payloadOf(order: RunTask, direct: boolean): Json {
  if (direct) return order.input
  return isJsonObject(order.input) ? (order.input.Payload ?? {}) : {}
}

/** What Lambda's `invoke` responds with. */
export const asInvocation = (result: Json): Json => ({ ExecutedVersion: "$LATEST", Payload: result, StatusCode: 200 })
