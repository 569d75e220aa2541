import { isJsonObject, type Json } from "../asl/json.ts"
import type { TaskRequest } from "../plan/envelope.ts"

/** Whether a payload is an envelope that this release knows. */
export function isTaskRequest(payload: Json): payload is Json & TaskRequest {
  return isJsonObject(payload) && payload.v === 1 && typeof payload.key === "string" && payload.input !== undefined
}
