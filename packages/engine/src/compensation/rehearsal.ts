import {
  childAnswer,
  childHeader,
  type Command,
  type Fact,
  type Machine,
  type Run,
  type RunChild,
  type RunTask,
  startRun,
  transition,
} from "../core/index.ts"

/** An execution in a rehearsal: the one that is rehearsed, or a distributed Map's child. */
interface Member {
  run: Run
  readonly parent: { readonly member: Member; readonly order: RunChild } | undefined
}

/** A task that awaits its answer. */
export interface Asked {
  readonly order: RunTask
  readonly member: Member
}

/** Plays an execution on, its distributed Maps' children with it; nothing of it happens. All at one time. */
export class Rehearsal {
  readonly #machine: Machine
  readonly #at: number
  #asked: Asked[] = []

  /** @param at - Milliseconds since 1970. */
  constructor(machine: Machine, at: number) {
    this.#machine = machine
    this.#at = at
  }

  /** Plays on from a run. */
  begin(run: Run, fact: Fact): void {
    this.apply({ run, parent: undefined }, fact)
  }

  apply(member: Member, fact: Fact): void {
    const [run, commands] = transition(this.#machine, member.run, fact)
    member.run = run
    for (const command of commands) this.#obey(member, command)
  }

  /** The tasks that have been ordered since it was last asked. */
  take(): readonly Asked[] {
    const asked = this.#asked
    this.#asked = []
    return asked
  }

  #obey(member: Member, command: Command): void {
    if (command.type === "RunTask") this.#asked.push({ order: command, member })
    if (command.type === "RunChild") {
      const own = { seed: command.id, startedAt: this.#at }
      const run = startRun(this.#machine, childHeader(member.run.header, command, own))
      this.apply({ run, parent: { member, order: command } }, { type: "ExecutionStarted", at: this.#at })
    }
    const { parent } = member
    if (command.type === "FinishExecution" && parent !== undefined)
      this.apply(parent.member, childAnswer(parent.order, member.run, this.#at))
  }
}
