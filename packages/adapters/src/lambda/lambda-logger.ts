import type { TaskLogger } from "@stepwright/dsl"

/** As Lambda's JSON format names levels, in order. (AWS: "Configuring advanced logging controls for Lambda functions") */
const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const
type Level = (typeof levels)[number]

/** Facts that every line of an invocation carries. */
export type LogFacts = Readonly<Record<string, unknown>>

/** The lowest level that is written: the function's own setting; `INFO` where it has none. */
export function lowestLevel(set: string | undefined): Level {
  return levels.find((level) => level === set?.toUpperCase()) ?? "INFO"
}

/**
 * Writes lines as Lambda's JSON log format has them: `timestamp`, `level`, `requestId`, `message`, then the facts. A fact
 * cannot take the place of one of these.
 */
export function lambdaLogger(requestId: string, facts: LogFacts, lowest: Level): TaskLogger {
  const writer = (level: Level): TaskLogger["info"] => {
    if (levels.indexOf(level) < levels.indexOf(lowest)) return () => {}
    return (message, more) => {
      const own = { timestamp: new Date().toISOString(), level, requestId, message }
      process.stdout.write(`${textOf(own, { ...more, ...facts })}\n`)
    }
  }
  return { debug: writer("DEBUG"), info: writer("INFO"), warn: writer("WARN"), error: writer("ERROR") }
}

/** Facts that JSON cannot hold are said to be so: a line is never lost. */
function textOf(own: LogFacts, facts: LogFacts): string {
  try {
    return JSON.stringify({ ...own, ...facts, ...own }, replacer)
  } catch (error) {
    return JSON.stringify({ ...own, factsLost: error instanceof Error ? error.message : String(error) })
  }
}

function replacer(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value)
  if (!(value instanceof Error)) return value
  return { errorType: value.name, errorMessage: value.message, stackTrace: value.stack?.split("\n") }
}
