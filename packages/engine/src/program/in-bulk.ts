import { EngineError, StepwrightError } from "../errors.ts"
import type { BulkOptions, BulkOutcome, BulkResult } from "./bulk-client.ts"

/**
 * Does something to each of many, some at a time. What one of them throws is its outcome.
 * @throws {EngineError} `LIMIT_INVALID`
 */
export async function inBulk(
  ids: readonly string[],
  { concurrency = 8, signal, onOutcome }: BulkOptions,
  act: (id: string) => Promise<BulkOutcome>,
): Promise<BulkResult> {
  checkConcurrency(concurrency)
  const outcomes: BulkOutcome[] = []
  const aborted = (): boolean => signal?.aborted === true
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < ids.length && !aborted()) {
      const id = ids[next++] as string // within bounds
      const outcome = await act(id).catch((error: unknown) => failed(id, error))
      outcomes.push(outcome)
      onOutcome?.(outcome, { done: outcomes.length, total: ids.length })
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, ids.length) }, lane))
  const succeeded = outcomes.filter(({ ok }) => ok).length
  return { matched: ids.length, succeeded, failed: outcomes.length - succeeded, outcomes }
}

/** @throws {EngineError} `LIMIT_INVALID` */
export function checkConcurrency(concurrency: number | undefined): void {
  if (concurrency === undefined || (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 100)) return
  throw new EngineError({ code: "LIMIT_INVALID", message: `'concurrency' is ${concurrency}; 1 to 100 are allowed.` })
}

function failed(id: string, error: unknown): BulkOutcome {
  if (StepwrightError.is(error)) return { id, ok: false, code: error.code, message: error.message }
  if (error instanceof Error) return { id, ok: false, code: error.name, message: error.message }
  return { id, ok: false, code: "Error", message: String(error) }
}
