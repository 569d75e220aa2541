import {
  childAnswer,
  childHeader,
  type Command,
  compileMachine,
  type ExecutionHeader,
  type Fact,
  type HistoryEvent,
  type Machine,
  projectHistory,
  type Run,
  type RunChild,
  type RunTask,
  startRun,
  transition,
} from "@stepwright/engine"
import type { StateMachineDefinition } from "@stepwright/engine/asl"
import { readItems } from "@stepwright/engine/testing"

import type { ExecutionCase } from "../case.ts"
import { type Answer, answersTo } from "../answers.ts"
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

/** One of the executions that run together: the case's, or a distributed Map's child. */
interface Member {
  readonly header: ExecutionHeader
  run: Run
  readonly facts: Fact[]
  readonly parent: { readonly member: Member; readonly order: RunChild } | undefined
}

interface Due {
  readonly at: number
  readonly member: Member
  readonly fact: (at: number) => Fact
}

class CoreExecution {
  readonly #machine: Machine
  readonly #test: ExecutionCase
  readonly #mocks: MockBook
  readonly #root: Member
  readonly #children: Member[] = []
  #due: Due[] = []
  #now = beginning

  constructor(machine: Machine, test: ExecutionCase, mocks: MockBook) {
    this.#machine = machine
    this.#test = test
    this.#mocks = mocks
    this.#root = this.#begun(
      { version: 1, ...identity, input: test.input, seed: test.id, startedAt: beginning },
      undefined,
    )
  }

  finish(): Observed {
    this.#apply(this.#root, { type: "ExecutionStarted", at: this.#now })
    // The recorder stopped the execution while it waited.
    if (this.#test.expected.status === "ABORTED") this.#apply(this.#root, { type: "StopRequested", at: this.#now })
    for (let applied = 0; this.#root.run.status === "RUNNING" && applied < patience; applied++) {
      const next = this.#takeDue()
      if (next === undefined) break
      this.#now = Math.max(this.#now, next.at)
      this.#apply(next.member, next.fact(this.#now))
    }
    const { status, output, error, cause } = this.#root.run
    return { status, output, error, cause, history: this.#history() }
  }

  #begun(header: ExecutionHeader, parent: Member["parent"]): Member {
    return { header, run: startRun(this.#machine, header), facts: [], parent }
  }

  #history(): readonly HistoryEvent[] {
    return projectHistory(this.#machine, this.#root.header, this.#root.facts)
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

  #apply(member: Member, fact: Fact): void {
    const stamped = { ...fact, digest: member.run.digest }
    const [run, commands] = transition(this.#machine, member.run, stamped)
    if (run === member.run) return
    member.run = run
    member.facts.push(stamped)
    for (const command of commands) this.#obey(member, command)
  }

  #obey(member: Member, command: Command): void {
    switch (command.type) {
      case "RunTask":
        for (const { afterMs, fact } of answersTo(command, this.#mocks)) {
          const { frame, seq } = command
          const answer = readAnswer(command, fact)
          this.#due.push({ at: this.#now + afterMs, member, fact: (at) => ({ ...answer, at, frame, seq }) })
        }
        return
      case "RunChild":
        return this.#start(member, command)
      case "StartTimer":
        this.#due.push({ at: command.dueMs, member, fact: (at) => timer(command.frame, command.seq, at) })
        return
      case "CancelWork":
        return this.#stop(member, command)
      case "CancelChild":
        return // no case cancels
      case "FinishExecution":
        return this.#finished(member)
    }
  }

  #start(member: Member, order: RunChild): void {
    const own = { seed: order.id, startedAt: this.#now }
    const child = this.#begun(childHeader(member.header, order, own), { member, order })
    this.#children.push(child)
    this.#due.push({ at: this.#now, member: child, fact: (at) => ({ type: "ExecutionStarted", at }) })
  }

  #stop(member: Member, { frame, seq }: { readonly frame: number; readonly seq: number }): void {
    for (const child of this.#children) {
      const { parent } = child
      if (parent?.member !== member || parent.order.frame !== frame || parent.order.seq !== seq) continue
      this.#apply(child, { type: "StopRequested", at: this.#now })
    }
  }

  #finished({ run, parent }: Member): void {
    if (parent === undefined) return
    const stoppedAt = this.#now
    this.#due.push({
      at: stoppedAt,
      member: parent.member,
      fact: (at) => childAnswer(parent.order, run, stoppedAt, at),
    })
  }
}

/** The recording's objects are read as the engine reads them. */
function readAnswer({ resource, reader }: RunTask, answer: Answer): Answer {
  if (reader === undefined || answer.type !== "TaskSucceeded") return answer
  const { items, cause } = readItems(resource, reader, answer.output)
  return items === undefined ? { type: "TaskFailed", cause } : { ...answer, output: items }
}

function timer(frame: number, seq: number, at: number): Fact {
  return frame < 0 ? { type: "ExecutionTimedOut", at } : { type: "TimerFired", frame, seq, at }
}
