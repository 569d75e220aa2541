import type { StateMachineDefinition } from "../../asl/document.ts"
import type { Json } from "../../asl/json.ts"
import type { Limits } from "../../asl/quotas.ts"
import { childAnswer, childHeader } from "../child-execution.ts"
import type { Command, RunChild, RunTask } from "../command.ts"
import { compileMachine, type MachineOptions } from "../compile-machine.ts"
import type { Fact } from "../fact.ts"
import type { ExecutionHeader } from "../header.ts"
import type { HistoryEvent } from "../history-event.ts"
import type { Machine } from "../machine.ts"
import { type Run, startRun } from "../run.ts"
import { transition } from "../transition.ts"

/** An answer to one attempt of a task: an output, a failure, a timeout, or what its call returned before either. */
export type Reply =
  | { readonly output: Json }
  | { readonly error?: string; readonly cause?: string; readonly submit?: true; readonly fails: true }
  | { readonly timesOut: "timeout" | "heartbeat" }
  | { readonly submitted: Json }
  | "never"

/** What a simulated execution is given. */
export interface Simulation extends MachineOptions {
  readonly input?: Json
  /** Bounds in the place of the target's. */
  readonly limits?: Partial<Limits>
  /** By state: the replies to its attempts, in order; the last one repeats. A function answers by the order. */
  readonly tasks?: Readonly<Record<string, readonly Reply[] | ((order: RunTask) => Reply)>>
}

/** What a simulated execution came to. */
export interface Simulated {
  readonly machine: Machine
  readonly run: Run
  readonly facts: readonly Fact[]
  readonly commands: readonly Command[]
  readonly events: readonly HistoryEvent[]
  /** Every attempt that was ordered, by the execution and by the children of its distributed Maps. */
  readonly orders: readonly RunTask[]
  /** Child executions, in the order in which they began. */
  readonly children: readonly Pick<Simulated, "run" | "facts" | "events">[]
}

/** The header of every simulated execution. */
export function simulatedHeader(input: Json): ExecutionHeader {
  return {
    version: 1,
    id: "arn:aws:states:us-east-1:111111111111:execution:machine:run",
    name: "run",
    stateMachine: { id: "arn:aws:states:us-east-1:111111111111:stateMachine:machine", name: "machine" },
    roleArn: "arn:aws:iam::111111111111:role/role",
    input,
    seed: "seed",
    startedAt: 0,
  }
}

/** Runs an execution to its end, or until nothing is left that could answer it. Timers fire when they are due. */
export function simulate(definition: StateMachineDefinition, given: Simulation = {}): Simulated {
  const machine = compileMachine(definition, given)
  const world = new World({ ...machine, limits: { ...machine.limits, ...given.limits } }, given)
  const root = world.begin(simulatedHeader(given.input ?? {}))
  world.live(root)
  const { run, facts, commands, events } = root
  const children = world.members.slice(1).map((child) => ({ run: child.run, facts: child.facts, events: child.events }))
  return { machine: world.machine, run, facts, commands, events, orders: world.orders, children }
}

/** One execution of those that are simulated together. */
interface Member {
  run: Run
  readonly facts: Fact[]
  readonly commands: Command[]
  readonly events: HistoryEvent[]
  /** Of a child: the member that ordered it, and by what. */
  readonly parent: { readonly member: Member; readonly order: RunChild } | undefined
}

interface Due {
  readonly at: number
  readonly member: Member
  readonly fact: (at: number) => Fact
}

/** An execution and its children, and what is due to happen to them. */
class World {
  readonly machine: Machine
  readonly members: Member[] = []
  readonly orders: RunTask[] = []
  readonly #given: Simulation
  readonly #made = new Map<string, number>()
  #due: Due[] = []
  #now = 0

  constructor(machine: Machine, given: Simulation) {
    this.machine = machine
    this.#given = given
  }

  begin(header: ExecutionHeader, parent?: Member["parent"]): Member {
    const member: Member = { run: startRun(this.machine, header), facts: [], commands: [], events: [], parent }
    this.members.push(member)
    this.#due.push({ at: this.#now, member, fact: (at) => ({ type: "ExecutionStarted", at }) })
    return member
  }

  live(root: Member): void {
    while (root.run.status === "RUNNING" && this.#due.length > 0) {
      const first = this.#due.reduce((best, next) => (next.at < best.at ? next : best))
      this.#due.splice(this.#due.indexOf(first), 1)
      this.#now = Math.max(this.#now, first.at)
      this.#apply(first.member, first.fact(this.#now))
    }
  }

  #apply(member: Member, fact: Fact): void {
    const [next, ordered] = transition(this.machine, member.run, fact, (event) => member.events.push(event))
    if (next === member.run) return
    member.run = next
    member.facts.push(fact)
    member.commands.push(...ordered)
    for (const command of ordered) this.#obey(member, command)
  }

  #obey(member: Member, command: Command): void {
    switch (command.type) {
      case "StartTimer":
        this.#due.push({ at: command.dueMs, member, fact: (at) => timer(command, at) })
        return
      case "RunTask":
        return this.#answer(member, command)
      case "RunChild": {
        const own = { seed: `${member.run.header.seed}/${command.name}`, startedAt: this.#now }
        return void this.begin(childHeader(member.run.header, command, own), { member, order: command })
      }
      case "CancelWork":
        return this.#tell(member, command, { type: "StopRequested", at: this.#now })
      case "CancelChild":
        return this.#tell(member, command, { type: "CancelRequested", at: this.#now })
      case "FinishExecution":
        return this.#finished(member)
    }
  }

  #answer(member: Member, order: RunTask): void {
    this.orders.push(order)
    for (;;) {
      const reply = this.#replyTo(order)
      if (reply === "never") return
      this.#due.push({ at: this.#now, member, fact: (at) => answer(order, reply, at) })
      if (!("submitted" in reply)) return
    }
  }

  #replyTo(order: RunTask): Reply {
    const replies = this.#given.tasks?.[order.state] ?? [{ output: order.input }]
    if (typeof replies === "function") return replies(order)
    const count = this.#made.get(order.state) ?? 0
    this.#made.set(order.state, count + 1)
    return replies[count] ?? replies.at(-1) ?? "never"
  }

  #tell(member: Member, { frame, seq }: { readonly frame: number; readonly seq: number }, fact: Fact): void {
    for (const child of this.members) {
      if (child.parent?.member !== member || child.parent.order.frame !== frame || child.parent.order.seq !== seq)
        continue
      this.#apply(child, fact)
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

function timer({ frame, seq }: { readonly frame: number; readonly seq: number }, at: number): Fact {
  return frame < 0 ? { type: "ExecutionTimedOut", at } : { type: "TimerFired", frame, seq, at }
}

function answer({ frame, seq }: RunTask, reply: Exclude<Reply, "never">, at: number): Fact {
  if ("submitted" in reply) return { type: "TaskSubmitted", frame, seq, at, output: reply.submitted }
  if ("output" in reply) return { type: "TaskSucceeded", frame, seq, at, output: reply.output }
  if ("timesOut" in reply) return { type: "TaskTimedOut", frame, seq, at, reason: reply.timesOut }
  const { error, cause, submit } = reply
  return {
    type: "TaskFailed",
    frame,
    seq,
    at,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...(submit === undefined ? {} : { submit }),
  }
}
