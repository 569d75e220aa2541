import type { Backend } from "../ports/backend.ts"
import type { ExecutionSummary, StoredStatus } from "../ports/executions.ts"
import { machineOfExecution, workflowOf } from "../runtime/execution-name.ts"
import type { DeadLetterFilter, ExecutionFilter } from "./bulk-client.ts"
import type { DeadLetterClient, DeadLetterDescription } from "./client.ts"

const most = 1000

/** Ids of the executions that fit a filter, newest first within a status; read whole before anything is done to them. */
export async function matchingExecutions(
  { executions }: Pick<Backend, "executions">,
  filter: ExecutionFilter,
  otherwise: readonly StoredStatus[],
): Promise<readonly string[]> {
  const { workflow, status = otherwise, error } = filter
  const ids: string[] = []
  for (const one of typeof status === "string" ? [status] : new Set(status)) {
    let cursor: string | undefined
    do {
      const page = await executions.list({
        limit: most,
        status: one,
        ...(workflow === undefined ? {} : { machine: workflow }),
        ...(cursor === undefined ? {} : { cursor }),
      })
      for (const summary of page.executions) {
        if (!fits(summary, filter)) continue
        if (error !== undefined && (await executions.get({ id: summary.id }))?.error !== error) continue
        ids.push(summary.id)
      }
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  return ids
}

function fits({ startedAt }: ExecutionSummary, { startedAfter, startedBefore }: ExecutionFilter): boolean {
  return startedAt > (startedAfter ?? -Infinity) && startedAt < (startedBefore ?? Infinity)
}

/** Ids of the open dead letters that fit a filter, oldest first. */
export async function matchingLetters(
  letters: Pick<DeadLetterClient, "list">,
  filter: DeadLetterFilter,
): Promise<readonly string[]> {
  const { execution } = filter
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await letters.list({
      limit: most,
      ...(execution === undefined ? {} : { execution }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    ids.push(...page.letters.filter((letter) => letterFits(letter, filter)).map(({ id }) => id))
    cursor = page.cursor
  } while (cursor !== undefined)
  return ids.toReversed()
}

function letterFits(letter: DeadLetterDescription, filter: DeadLetterFilter): boolean {
  const { workflow, step, error, writtenAfter = -Infinity, writtenBefore = Infinity } = filter
  return (
    letter.at > writtenAfter &&
    letter.at < writtenBefore &&
    (step === undefined || letter.step === step) &&
    (error === undefined || letter.error === error) &&
    (workflow === undefined || workflowOf(machineOfExecution(letter.execution)) === workflow)
  )
}
