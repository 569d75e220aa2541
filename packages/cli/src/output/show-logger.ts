import type { TaskLogger } from "@stepwright/dsl"

import type { Paint } from "./paint.ts"
import { oneLine } from "./printable.ts"

/** Shows what handlers log as lines for people: level, step, message and facts. Debug lines only where asked. */
export function showLogger(show: (line: string) => void, paint: Paint, debug: boolean): TaskLogger {
  const line =
    (level: string, tint: (text: string) => string) =>
    (message: string, facts: Readonly<Record<string, unknown>> = {}): void => {
      const { step, execution: _execution, key: _key, attempt: _attempt, ...rest } = facts
      const parts = [
        tint(level),
        typeof step === "string" ? paint.bold(oneLine(step, 60)) : "",
        oneLine(message, 200),
        paint.dim(factsText(rest)),
      ]
      show(`${" ".repeat(10)}${parts.filter((part) => part !== "").join(" ")}`)
    }
  return {
    debug: debug ? line("debug", paint.dim) : () => undefined,
    info: line("info", paint.cyan),
    warn: line("warn", paint.yellow),
    error: line("error", paint.red),
  }
}

function factsText(facts: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(facts)
  return entries.length === 0
    ? ""
    : oneLine(entries.map(([name, value]) => `${name}=${valueText(value)}`).join(" "), 200)
}

function valueText(value: unknown): string {
  if (typeof value === "string") return /\s/.test(value) ? JSON.stringify(value) : value
  if (value instanceof Error) return `${value.name}: ${value.message}`
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value) // a bigint, or an object that holds itself
  }
}
