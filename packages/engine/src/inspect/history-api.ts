import type { Json, JsonObject } from "../asl/json.ts"
import type { HistoryEvent } from "../core/history-event.ts"

/** An event as GetExecutionHistory answers it. */
export interface ApiHistoryEvent {
  readonly id: number
  readonly previousEventId: number
  /** Seconds since 1970, as AWS's JSON protocol writes times. */
  readonly timestamp: number
  readonly type: string
  /** `stateEnteredEventDetails`, `taskScheduledEventDetails`, … */
  readonly [details: string]: JsonObject | number | string
}

/** What is left out. */
export interface HistoryApiOptions {
  /** `includeExecutionData` of GetExecutionHistory: false leaves out inputs, outputs and variables. Default true. */
  readonly includeExecutionData?: boolean
}

/** Events that carry no details object. */
const bare =
  /^(?:LambdaFunctionStarted|Parallel|MapState(?!Started|Entered|Exited)|MapRunSucceeded|MapRunAborted|\w+StateAborted)/

/** Our flat events as AWS's API answers them: details nested under the name of their kind, JSON values as text. */
export function historyToApi(
  events: readonly HistoryEvent[],
  { includeExecutionData = true }: HistoryApiOptions = {},
): readonly ApiHistoryEvent[] {
  return events.map((event) => {
    const { id, previousEventId, timestamp, type } = event
    const base = { id, previousEventId, timestamp: timestamp / 1000, type }
    const name = detailsName(type)
    return name === undefined ? base : { ...base, [name]: details(event, includeExecutionData) }
  })
}

function detailsName(type: string): string | undefined {
  if (type.endsWith("StateEntered")) return "stateEnteredEventDetails"
  if (type.endsWith("StateExited")) return "stateExitedEventDetails"
  return bare.test(type) ? undefined : `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`
}

const copied = [
  "name",
  "index",
  "length",
  "resource",
  "resourceType",
  "region",
  "timeoutInSeconds",
  "heartbeatInSeconds",
  "error",
  "cause",
  "location",
  "state",
  "mapRunArn",
  "redriveCount",
  "roleArn",
  "workerName",
] as const

/** Only members that the event has. */
function details(event: HistoryEvent, includeData: boolean): JsonObject {
  const made: Record<string, Json> = {}
  for (const field of copied) {
    const value = event[field]
    if (value !== undefined) made[field] = value
  }
  if (event.taskCredentials !== undefined) made["taskCredentials"] = { roleArn: asText(event.taskCredentials.roleArn) }
  if (event.parameters !== undefined && includeData) made["parameters"] = JSON.stringify(event.parameters)
  for (const field of ["input", "output"] as const) {
    const value = event[field]
    if (value === undefined || !includeData) continue
    made[field] = JSON.stringify(value)
    made[`${field}Details`] = { truncated: false }
  }
  if (event.assignedVariables !== undefined && includeData) {
    made["assignedVariables"] = texts(event.assignedVariables)
    made["assignedVariablesDetails"] = { truncated: false }
  }
  return made
}

function texts(variables: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)]))
}

function asText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value)
}
