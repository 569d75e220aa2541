import type { Json } from "../asl/json.ts"
import { readApiHistory } from "../compensation/read-api-history.ts"
import { historyError } from "../compensation/history-error.ts"
import { replayHistory } from "../compensation/replay-history.ts"
import { type Fact, transition } from "../core/index.ts"
import type { Backend } from "../ports/backend.ts"
import { writeFact } from "../runtime/fact-text.ts"
import { storedPlan } from "../runtime/loaded-plan.ts"
import { newSeed } from "../runtime/seed.ts"
import { executionHeader, headerText } from "../runtime/stored-header.ts"
import { Program, type ProgramOptions } from "./program.ts"

export interface ImportOptions {
  /** Must not have a worker yet. */
  readonly backend: Backend
  /** What the execution ran: the same definition as on AWS. */
  readonly workflow: ProgramOptions["workflows"][number]
  /** The execution's ARN: keys begin with it. */
  readonly execution: string
  /** What GetExecutionHistory answers: every event, with its data. */
  readonly history: Json
}

/** An execution that was taken over. */
export interface Imported {
  readonly id: string
  /** Values that the history tells otherwise: the execution's variables are those that are worked out here. */
  readonly differences: readonly string[]
}

/**
 * Takes an execution over from AWS by its history, as one that has ended: to be looked at, and compensated.
 * @throws {EngineError} `HISTORY_INVALID` where the history is not of this workflow, or without its data.
 */
export async function importExecution({ backend, workflow, execution, history }: ImportOptions): Promise<Imported> {
  const loaded = new Program({ workflows: [workflow] }).planOf(workflow.name)
  if (loaded === undefined) throw historyError(`There is no plan of ${workflow.name}.`)
  const events = readApiHistory(history)
  const [first] = events
  if (first?.type !== "ExecutionStarted") throw historyError("It does not begin with ExecutionStarted.")
  const seed = newSeed()
  const header = headerText(seed)
  const input = JSON.stringify(first.input ?? null)
  const name = execution.slice(execution.lastIndexOf(":") + 1)
  const record = { id: execution, name, machine: loaded.name, startedAt: first.timestamp, input }
  const replayed = replayHistory(loaded.machine, executionHeader(record, { v: 1, seed }), events)
  let { run } = replayed
  const facts: Fact[] = [...replayed.facts]
  const at = facts.at(-1)?.at ?? first.timestamp
  if (run.status === "RUNNING") {
    facts.push({ type: "StopRequested", at })
    run = transition(loaded.machine, run, { type: "StopRequested", at })[0]
  }
  await backend.plans.put(storedPlan(loaded))
  await backend.executions.start({ ...record, plan: loaded.id, header })
  const { session } = await backend.sessions.open({ worker: "import", plans: [loaded.id], onWake: () => undefined })
  await backend.sessions.tick({ session, now: at, commits: [], want: 1 })
  const { status, error, cause } = run
  await backend.sessions.tick({
    session,
    now: at,
    commits: [
      {
        execution,
        expected: 0,
        facts: facts.map(writeFact),
        status: {
          status,
          at,
          ...(run.output === undefined ? {} : { output: JSON.stringify(run.output) }),
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause }),
        },
      },
    ],
    want: 0,
  })
  await backend.sessions.close({ session })
  return { id: execution, differences: replayed.differences }
}
