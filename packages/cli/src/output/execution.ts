import type { AwaitedWork, CancellationDescription, ExecutionDescription } from "@stepwright/engine"

import { fieldLines } from "./field-lines.ts"
import { letterRows } from "./letters.ts"
import type { Paint } from "./paint.ts"

interface Standing extends ExecutionDescription {
  readonly cancellation?: CancellationDescription
  /** It runs by a plan that no worker can run. */
  readonly unserved?: boolean
}

/** How an execution stands, for people. */
export function executionLines(standing: Standing, paint: Paint, columns: number): string {
  const { id, workflow, status, startedAt, stoppedAt, error, cause, deadLetters = [], cancellation } = standing
  const fields = fieldLines(
    [
      ["execution", id],
      ["workflow", workflow],
      ["status", status],
      [
        "waits",
        standing.unserved === true ? "for a worker of its version: none can run it (WORK_UNSERVED)" : undefined,
      ],
      ["started", time(startedAt)],
      ["stopped", stoppedAt === undefined ? undefined : time(stoppedAt)],
      ["error", error],
      ["cause", cause],
      ...(cancellation === undefined ? [] : cancellationFields(cancellation)),
    ],
    paint,
  )
  if (deadLetters.length === 0) return fields
  return `${fields}${paint.bold("Dead letters")}\n${letterRows({ letters: deadLetters }, paint, columns)}`
}

const words: Readonly<Record<CancellationDescription["status"], string>> = {
  RESTING: "what is in flight comes to rest",
  COMPENSATING: "compensating: what was done is being undone",
  ENDED: "it has ended so",
  TOO_LATE: "it came too late: the execution goes on to its end",
}

function cancellationFields(cancellation: CancellationDescription): readonly (readonly [string, string | undefined])[] {
  const { requestedAt, reason, by, status, awaits } = cancellation
  return [
    ["cancelled", `${time(requestedAt)}${by === undefined ? "" : ` by ${by}`}`],
    ["reason", reason],
    ["stands", words[status]],
    ...awaits.map((work) => ["waits for", workText(work)] as const),
  ]
}

function workText({ path, child, since }: AwaitedWork): string {
  return `${path} since ${time(since)}${child === undefined ? "" : `, ${child}`}`
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}
