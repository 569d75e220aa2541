import type { ExecutionCase, ExpectedExecution } from "./case.ts"
import { differenceOfHistory } from "./compare/history.ts"
import { type Comparison, comparison } from "./compare/values.ts"
import type { Driver, Observed } from "./drivers/driver.ts"
import type { Kind } from "./options.ts"
import type { Importing } from "./via-import.ts"
import { MockBook } from "./mocks.ts"

/** How one case went. A case passes when neither member names a difference. */
export interface Verdict {
  readonly id: string
  readonly kind: Kind
  readonly area: string
  /** Of the status, output, error or cause, or of a task's input. */
  readonly outcome: string | undefined
  /** Of the history; undefined also where none was recorded. */
  readonly history: string | undefined
}

/**
 * Executes a case and compares what came of it with the recording.
 * @param importing - Imports its definition first.
 */
export async function judge(recorded: ExecutionCase, driver: Driver, importing?: Importing): Promise<Verdict> {
  const { id, kind, area } = recorded
  try {
    const test = importing === undefined ? recorded : await importing.imported(recorded)
    const by = comparison(test)
    const mocks = new MockBook(test, by)
    const observed = mocks.renamed(await driver.execute(test, mocks))
    const outcome = differenceOfOutcome(test.expected, observed, by) ?? mocks.problem ?? mocks.unused()
    return { id, kind, area, outcome, history: differenceOfHistory(test, observed.history, by) }
  } catch (error) {
    const thrown = `threw ${error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 3).join(" ") : String(error)}`
    return { id, kind, area, outcome: thrown, history: thrown }
  }
}

function differenceOfOutcome(expected: ExpectedExecution, observed: Observed, by: Comparison): string | undefined {
  const recorded = outcomeOf(expected)
  const ours = outcomeOf(observed)
  if (recorded.status !== ours.status) {
    const why = observed.error === undefined ? "" : ` (${observed.error}: ${observed.cause ?? ""})`
    return `status: ${ours.status}${why}, recorded ${recorded.status}`
  }
  return by.difference(recorded, ours, "outcome")
}

function outcomeOf({ status, output, error, cause }: ExpectedExecution | Observed) {
  return {
    status,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  }
}
