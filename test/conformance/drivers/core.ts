import {
  type Command,
  compileMachine,
  type Fact,
  type HistoryEvent,
  type Machine,
  projectHistory,
  type Run,
  startRun,
  transition,
} from "@stepwright/engine"
import type { StateMachineDefinition } from "@stepwright/engine/asl"

import type { ExecutionCase } from "../case.ts"
import { answersTo } from "../answers.ts"
import type { MockBook } from "../mocks.ts"
import { beginning, type Driver, identity, type Observed } from "./driver.ts"

/** Facts that one case may take before it counts as hung. */
const patience = 20_000

/** Drives the pure core: a queue of facts that are due, a clock that jumps to the next one. */
export function coreDriver(): Driver {
  return {
    execute: (test, mocks) => {
      const machine = compileMachine(test.definition as unknown as StateMachineDefinition) // a case that AWS accepted
      return new CoreExecution(machine, test, mocks).finish()
    },
  }
}

interface Due {
  readonly at: number
  readonly fact: (at: number) => Fact
}

class CoreExecution {
  readonly #machine: Machine
  readonly #test: ExecutionCase
  readonly #mocks: MockBook
  readonly #facts: Fact[] = []
  readonly #header
  #due: Due[] = []
  #run: Run
  #now = beginning

  constructor(machine: Machine, test: ExecutionCase, mocks: MockBook) {
    this.#machine = machine
    this.#test = test
    this.#mocks = mocks
    this.#header = { version: 1, ...identity, input: test.input, seed: test.id, startedAt: beginning }
    this.#run = startRun(machine, this.#header)
  }

  finish(): Observed {
    this.#apply({ type: "ExecutionStarted", at: this.#now })
    // The recorder stopped the execution while it waited.
    if (this.#test.expected.status === "ABORTED") this.#apply({ type: "StopRequested", at: this.#now })
    for (let applied = 0; this.#run.status === "RUNNING" && applied < patience; applied++) {
      const next = this.#takeDue()
      if (next === undefined) break
      this.#now = Math.max(this.#now, next.at)
      this.#apply(next.fact(this.#now))
    }
    const { status, output, error, cause } = this.#run
    return { status, output, error, cause, history: this.#history() }
  }

  #history(): readonly HistoryEvent[] {
    return projectHistory(this.#machine, this.#header, this.#facts)
  }

  /** The earliest; of those due at once, the first that was ordered. */
  #takeDue(): Due | undefined {
    const first = this.#due.reduce<Due | undefined>(
      (best, due) => (best === undefined || due.at < best.at ? due : best),
      undefined,
    )
    this.#due = this.#due.filter((due) => due !== first)
    return first
  }

  #apply(fact: Fact): void {
    const stamped = { ...fact, digest: this.#run.digest }
    const [run, commands] = transition(this.#machine, this.#run, stamped)
    if (run === this.#run) return
    this.#run = run
    this.#facts.push(stamped)
    for (const command of commands) this.#obey(command)
  }

  #obey(command: Command): void {
    switch (command.type) {
      case "RunTask":
        for (const { afterMs, fact } of answersTo(command, this.#mocks)) {
          this.#due.push({
            at: this.#now + afterMs,
            fact: (at) => ({ ...fact, at, frame: command.frame, seq: command.seq }),
          })
        }
        return
      case "StartTimer":
        this.#due.push({ at: command.dueMs, fact: (at) => timer(command.frame, command.seq, at) })
        return
      case "CancelWork":
      case "FinishExecution":
        return
    }
  }
}

function timer(frame: number, seq: number, at: number): Fact {
  return frame < 0 ? { type: "ExecutionTimedOut", at } : { type: "TimerFired", frame, seq, at }
}
