import { isJsonObject, type Json, type JsonObject } from "../asl/json.ts"
import type { HistoryEvent } from "../core/index.ts"
import { historyError } from "./history-error.ts"

/**
 * Events as GetExecutionHistory answers them, in our form: `{ events }`, or the events alone. Times are seconds since 1970,
 * or ISO 8601 as the AWS command line writes them.
 * @throws {EngineError} `HISTORY_INVALID` for anything else.
 */
export function readApiHistory(document: Json): readonly HistoryEvent[] {
  const events = isJsonObject(document) ? document.events : document
  if (!Array.isArray(events)) throw historyError("It holds no events.")
  return (events as readonly Json[]).map(readEvent).toSorted((a, b) => a.id - b.id) // isArray does not narrow a readonly array
}

function readEvent(given: Json): HistoryEvent {
  if (!isJsonObject(given) || typeof given.type !== "string" || typeof given.id !== "number")
    throw historyError("It holds something that is no event.")
  const details = Object.entries(given).find(([name]) => name.endsWith("EventDetails"))?.[1]
  const { id, type, previousEventId, timestamp } = given
  return {
    ...(isJsonObject(details) ? readDetails(details) : {}),
    id,
    type,
    previousEventId: typeof previousEventId === "number" ? previousEventId : 0,
    timestamp: readTime(timestamp ?? null),
  }
}

function readTime(timestamp: Json): number {
  const ms =
    typeof timestamp === "number"
      ? Math.round(timestamp * 1000)
      : Date.parse(typeof timestamp === "string" ? timestamp : "")
  if (Number.isFinite(ms)) return ms
  throw historyError(`${JSON.stringify(timestamp)} is no time.`)
}

function readDetails(details: JsonObject): Partial<HistoryEvent> {
  const read: Record<string, Json> = {}
  for (const [name, value] of Object.entries(details)) {
    if (["input", "output", "parameters"].includes(name) && typeof value === "string") read[name] = parse(value)
    else if (name === "assignedVariables" && isJsonObject(value)) read[name] = variables(value)
    else if (!name.endsWith("Details")) read[name] = value
  }
  return read
}

function variables(texts: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, typeof text === "string" ? parse(text) : text]),
  )
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json // JSON.parse gives JSON
  } catch {
    throw historyError(`It holds data that is not JSON, or was cut off: ${text.slice(0, 100)}`)
  }
}
