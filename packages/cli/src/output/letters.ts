import type { DeadLetterDescription, DeadLetterList } from "@stepwright/engine"

import { fieldLines } from "./field-lines.ts"
import type { Paint } from "./paint.ts"
import { oneLine, printable } from "./printable.ts"

/** A page of dead letters for people, one a line. */
export function letterRows({ letters, cursor }: DeadLetterList, paint: Paint, columns: number): string {
  if (letters.length === 0) return "There are no dead letters.\n"
  const rows = letters.map((letter) => {
    const { id, at, status, step = "", error = "" } = letter
    const tries = letter.retries === 0 ? "" : ` (retried ${letter.retries}×)`
    const rest = oneLine(`${step}: ${error}${tries}`, Math.max(20, columns - id.length - 32))
    return `${paint.bold(printable(id))}  ${time(at)}  ${statusText(status, paint)}  ${rest}`
  })
  const more = cursor === undefined ? [] : [paint.dim(`more: --cursor ${cursor}`)]
  return `${[...rows, ...more].join("\n")}\n`
}

/** A dead letter whole, for people. */
export function letterLines(letter: DeadLetterDescription, paint: Paint): string {
  const { id, execution, at, status, step, key, compensation, attempts, error, cause, retries, changedAt } = letter
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["dead letter", id],
    ["status", status],
    ["execution", execution],
    ["written", time(at)],
    ["step", step],
    ["key", key],
    ["input", json(letter.input)],
    ["result", json(letter.result)],
    ["undone by", compensation],
    ["request", json(letter.request)],
    ["attempts", attempts === undefined ? undefined : String(attempts)],
    ["retries", retries === 0 ? undefined : String(retries)],
    ["changed", changedAt === undefined ? undefined : time(changedAt)],
    ["error", error],
    ["cause", cause],
    ["reason", letter.reason],
    ["message", step === undefined ? letter.body : undefined],
  ]
  return fieldLines(lines, paint)
}

function statusText(status: DeadLetterDescription["status"], { red, green, yellow }: Paint): string {
  return (status === "OPEN" ? red : status === "RETRIED" ? green : yellow)(status)
}

function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value, null, 2)
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}
