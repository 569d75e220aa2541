import type { Attributes } from "@opentelemetry/api"

import type { RunTask, StoredStatus } from "@stepwright/engine"

import type { CounterName } from "./metric-table.ts"
import type { Metrics } from "./metrics.ts"
import type { Count } from "./tally.ts"

type Notes = Readonly<Record<string, { readonly role: string } | undefined>>

/** What is counted of one state's attempts. */
interface StateCounts {
  readonly attempts: Count
  readonly retries: Count
  /** Only of a compensation. */
  readonly compensations: Count | undefined
}

/** How an execution ends, or stops for the time being. */
const statuses: readonly StoredStatus[] = ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PARKED"]

/** The counts of one workflow, found once and kept. */
export class WorkflowCounts {
  readonly name: string
  /** Of its executions' spans. */
  readonly spanName: string
  readonly started: Count
  readonly #metrics: Metrics
  readonly #ended = new Map<string, Count>()
  readonly #states = new Map<string, StateCounts>()

  constructor(metrics: Metrics, name: string) {
    this.#metrics = metrics
    this.name = name
    this.spanName = `execution ${name}`
    this.started = this.#count("stepwright.execution.started", "", {})
  }

  /** Has every status counted from 0 on, before there is one. */
  expect(): void {
    for (const status of statuses) this.ended(status)
  }

  ended(status: StoredStatus): Count {
    let count = this.#ended.get(status)
    if (count === undefined) {
      count = this.#count("stepwright.execution.ended", status, { "stepwright.execution.status": status })
      this.#ended.set(status, count)
    }
    return count
  }

  /** A handler is called, or a job sent for one. */
  called({ state, retryCount }: RunTask, notes: Notes): void {
    const { attempts, retries, compensations } = this.#state(state, notes)
    attempts.value++
    if (retryCount > 0) retries.value++
    if (compensations !== undefined) compensations.value++
  }

  #state(state: string, notes: Notes): StateCounts {
    let counts = this.#states.get(state)
    if (counts === undefined) {
      const more = { "stepwright.state.name": state }
      counts = {
        attempts: this.#count("stepwright.task.attempts", state, more),
        retries: this.#count("stepwright.task.retries", state, more),
        compensations:
          notes[state]?.role === "compensation"
            ? this.#count("stepwright.compensation.attempts", state, more)
            : undefined,
      }
      this.#states.set(state, counts)
    }
    return counts
  }

  #count(name: CounterName, key: string, more: Attributes): Count {
    return this.#metrics.count(name, `${this.name}/${key}`, () => ({ "stepwright.workflow.name": this.name, ...more }))
  }
}
