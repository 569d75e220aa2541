import type { BulkOptions, BulkOutcome, BulkResult } from "@stepwright/engine"

import type { Host } from "../host.ts"
import { paintFor } from "../output/paint.ts"
import { oneLine, printable } from "../output/printable.ts"
import { type CommonOptions, writeJson } from "../output/report.ts"

export interface BulkCommandOptions extends CommonOptions {
  readonly where?: readonly string[]
  readonly dryRun?: boolean
}

/** What is done, in words: `redriven`. */
export interface BulkWords {
  readonly done: string
  /** Of what: `executions`. */
  readonly things: string
}

/**
 * Does something to many, with a line that counts on a terminal, and tells of each that failed and of all in the end.
 * Ctrl-C begins no more of them.
 * @returns 0 where all went well, 1 where one did not, 130 where it was interrupted.
 */
export async function showBulk(
  act: (options: BulkOptions) => Promise<BulkResult>,
  { done, things }: BulkWords,
  options: BulkCommandOptions,
  host: Host,
): Promise<number> {
  const dryRun = options.dryRun === true
  const abort = new AbortController()
  const release = host.onInterrupt(() => abort.abort())
  const counts = host.stderr.isTerminal ? (text: string) => host.stderr.write(`\r${text}\u001b[K`) : () => undefined
  try {
    const result = await act({
      dryRun,
      signal: abort.signal,
      onOutcome: (_, { done: count, total }) => counts(`${count}/${total}`),
    })
    counts("")
    const ok = result.failed === 0 && !abort.signal.aborted
    if (options.json === true) writeJson({ ok, dryRun, ...result }, host)
    else host.stdout.write(bulkText(result, { done, things }, dryRun, host))
    if (abort.signal.aborted) return 130
    return ok ? 0 : 1
  } finally {
    release()
  }
}

function bulkText(result: BulkResult, { done, things }: BulkWords, dryRun: boolean, host: Host): string {
  const paint = paintFor(host.stdout, host.env)
  const { matched, succeeded, failed, outcomes } = result
  const line = ({ id, ok, code = "", message = "" }: BulkOutcome): string => {
    if (ok) return `${paint.green("✓")} ${printable(id)}\n`
    return `${paint.red("✗")} ${printable(id)}  ${oneLine(`${code} ${message}`, 200)}\n`
  }
  // A list of what went well is asked for by a dry run; else it is what failed that matters.
  const shown = outcomes.filter(({ ok }) => dryRun || !ok).map(line)
  const left = matched - outcomes.length
  const parts = [
    dryRun ? `${succeeded} of ${matched} ${things} would be ${done}` : `${succeeded} of ${matched} ${things} ${done}`,
    ...(failed > 0 ? [dryRun ? `${failed} could not` : `${failed} failed`] : []),
    ...(left > 0 ? [`${left} left alone`] : []),
  ]
  return `${shown.join("")}${parts.join(", ")}\n`
}
