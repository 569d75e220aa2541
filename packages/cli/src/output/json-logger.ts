import type { Logger } from "@stepwright/engine"

/** Logs as JSON lines: `time` (ISO 8601), `level`, `message`, and the facts. Debug lines only where asked. */
export function jsonLogger(write: (line: string) => void, debug: boolean): Logger {
  const line =
    (level: string) =>
    (message: string, facts: Readonly<Record<string, unknown>> = {}): void => {
      write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...facts }, replacer)}\n`)
    }
  return {
    debug: debug ? line("debug") : () => undefined,
    info: line("info"),
    warn: line("warn"),
    error: line("error"),
  }
}

/** What JSON cannot hold, as text. */
function replacer(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value)
  return value instanceof Error ? { name: value.name, message: value.message } : value
}
