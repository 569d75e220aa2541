import { quotas } from "../quotas.ts"
import { isJsonObject, type Json } from "../json.ts"
import { nearest } from "../nearest.ts"
import { type Check, type Fields, listOf, objectOf } from "./fields.ts"
import { assign, payload } from "./payload.ts"
import { integer, number, oneOf, referencePathOrNull, text } from "./scalar.ts"
import { target } from "./target.ts"
import { refuse, warn, type Walk } from "./walk.ts"

/** Error names that begin with `States.`. (AWS: error handling in Step Functions) */
const errorNames = [
  "States.ALL",
  "States.BranchFailed",
  "States.DataLimitExceeded",
  "States.ExceedToleratedFailureThreshold",
  "States.HeartbeatTimeout",
  "States.Http.Socket",
  "States.IntrinsicFailure",
  "States.ItemReaderFailed",
  "States.NoChoiceMatched",
  "States.ParameterPathFailure",
  "States.Permissions",
  "States.QueryEvaluationError",
  "States.ReferencePathConflict",
  "States.ResultPathMatchFailure",
  "States.ResultWriterFailed",
  "States.Runtime",
  "States.TaskFailed",
  "States.Timeout",
]

const errorEquals: Check = (value, location, walk) => {
  listOf(text, false)(value, location, walk)
  if (!Array.isArray(value)) return
  for (const [index, name] of (value as readonly Json[]).entries()) {
    if (typeof name !== "string" || !name.startsWith("States.") || errorNames.includes(name)) continue
    if (name.startsWith("States.Http.StatusCode.")) continue
    const message = `Step Functions raises no error named '${name}'`
    warn(walk, `${location}[${index}]`, message, "UNKNOWN_ERROR_NAME", () => nearest(name, errorNames))
  }
}

// Bounds: AWS's validator as measured; an interval of 0 is accepted.
const retrier: Fields = {
  ErrorEquals: { check: errorEquals, required: true },
  IntervalSeconds: { check: integer({ min: 0, max: quotas.seconds.aws }) },
  MaxAttempts: { check: integer({ min: 0, max: quotas.maxAttempts.aws }) },
  BackoffRate: { check: number({ min: 1 }) },
  MaxDelaySeconds: { check: integer({ min: 1, max: quotas.maxDelay.aws }) },
  JitterStrategy: { check: oneOf("NONE", "FULL") },
  Comment: { check: text },
}

const withError =
  (check: Check): Check =>
  (value, location, walk) =>
    check(value, location, { ...walk, errorOutput: true })

const catcher: Fields = {
  ErrorEquals: { check: errorEquals, required: true },
  Next: { check: target, required: true },
  ResultPath: { check: referencePathOrNull, only: "JSONPath" },
  Assign: { check: withError(assign) },
  Output: { check: withError(payload), only: "JSONata" },
  Comment: { check: text },
}

/** `Retry`. */
export const retry: Check = handlers(retrier)

/** `Catch`. */
export const catches: Check = handlers(catcher)

function handlers(fields: Fields): Check {
  return (value, location, walk) => {
    listOf(objectOf(fields), true)(value, location, walk)
    if (Array.isArray(value)) checkCatchAll(value as readonly Json[], location, walk)
  }
}

/** `States.ALL` matches everything: it stands alone, in the last handler. */
function checkCatchAll(list: readonly Json[], location: string, walk: Walk): void {
  for (const [index, handler] of list.entries()) {
    const names = isJsonObject(handler) ? handler.ErrorEquals : undefined
    if (!Array.isArray(names) || !names.includes("States.ALL")) continue
    if (names.length > 1 || index < list.length - 1) {
      refuse(walk, `${location}[${index}]/ErrorEquals`, "States.ALL must appear alone and at end of list")
    }
  }
}
