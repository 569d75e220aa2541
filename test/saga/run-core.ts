import {
  childAnswer,
  childHeader,
  type Command,
  compileMachine,
  type ExecutionHeader,
  type Fact,
  type Machine,
  pendingCommands,
  type Plan,
  replay,
  type Run,
  type RunChild,
  type RunTask,
  startRun,
  type TaskRequest,
  transition,
} from "@stepwright/engine"
import type { Json } from "@stepwright/engine/asl"

import { names, type Prepared, rootKey } from "./prepared.ts"
import type { Ran } from "./ran.ts"
import type { Reply, World } from "./world.ts"
import { input } from "./write.ts"

/** Facts that one case may take before it counts as hung. */
const patience = 20_000

/**
 * Runs a case's ASL on the pure core alone, with nothing of the plan's notes: as any interpreter of Amazon States
 * Language would. At each kill every run is forgotten, and made again out of its facts.
 */
export function runOnCore(prepared: Prepared, world: World): Ran {
  return new CoreRun(prepared, world).finish()
}

/** One of the executions that run together: the workflow's, a child workflow's, or a distributed Map's child. */
interface Member {
  readonly machine: Machine
  readonly bindings: Plan["bindings"]
  readonly header: ExecutionHeader
  run: Run
  readonly facts: Fact[]
  readonly parent: { readonly member: Member; readonly order: RunTask | RunChild } | undefined
}

/** What the compiler gives a Task: of a task, a child workflow, or the queue of dead letters. */
interface Given {
  readonly FunctionName?: string
  readonly StateMachineArn?: string
  readonly QueueUrl?: string
  readonly Payload: TaskRequest
  readonly Name: string
  readonly Input: Json
  readonly MessageBody: { readonly key: string }
}

interface Due {
  readonly at: number
  readonly member: Member
  readonly fact: (at: number) => Fact
}

class CoreRun {
  readonly #prepared: Prepared
  readonly #world: World
  readonly #machines = new Map<string, Machine>()
  readonly #members: Member[] = []
  /** A letter that is sent twice is one. */
  readonly #letters = new Set<string>()
  readonly #kills: Set<number>
  #due: Due[] = []
  #lost = false
  #now = Date.UTC(2025, 0, 1)

  constructor(prepared: Prepared, world: World) {
    this.#prepared = prepared
    this.#world = world
    const { kills } = prepared.given
    this.#kills = new Set(kills.map((kill) => ("call" in kill ? kill.call : Math.floor(kill.afterMs / 1000))))
    for (const { name, definition } of prepared.plans.values()) this.#machines.set(name, compileMachine(definition))
  }

  finish(): Ran {
    const root = this.#begin(names.workflow, { id: rootKey, name: names.execution, input }, undefined)
    const { lose = Infinity } = this.#prepared.given
    for (let applied = 0; root.run.status === "RUNNING"; applied++) {
      if (applied >= lose && !this.#lost) this.#lose()
      if (applied > patience) throw new Error("the execution does not end")
      if (this.#kills.has(applied)) this.#kill()
      const next = this.#takeDue()
      if (next === undefined) throw new Error("the execution waits for something that will never come")
      this.#now = Math.max(this.#now, next.at)
      this.#apply(next.member, next.fact(this.#now))
    }
    const { status, output, error, cause } = root.run
    return { status, output, error, cause, letters: [...this.#letters], cancelled: false, lost: this.#lost }
  }

  #begin(workflow: string, own: Pick<ExecutionHeader, "id" | "name" | "input">, parent: Member["parent"]): Member {
    const header: ExecutionHeader = {
      version: 1,
      stateMachine: { id: `arn:aws:states:local:000000000000:stateMachine:${workflow}`, name: workflow },
      roleArn: "arn:aws:iam::000000000000:role/stepwright",
      seed: own.id,
      startedAt: this.#now,
      ...own,
    }
    const plan = this.#prepared.plans.get(workflow)
    const machine = this.#machines.get(workflow)
    if (plan === undefined || machine === undefined) throw new Error(`there is no workflow ${workflow}`)
    return this.#add({ machine, bindings: plan.bindings, header, parent })
  }

  #add(made: Omit<Member, "run" | "facts">): Member {
    const member: Member = { ...made, run: startRun(made.machine, made.header), facts: [] }
    this.#members.push(member)
    this.#due.push({ at: this.#now, member, fact: (at) => ({ type: "ExecutionStarted", at }) })
    return member
  }

  /** Stops the youngest child execution of a distributed Map, as somebody may by hand. */
  #lose(): void {
    const child = this.#members.findLast(
      ({ run, parent }) => run.status === "RUNNING" && parent?.order.type === "RunChild",
    )
    if (child === undefined || child.facts.length === 0) return
    this.#lost = true
    this.#apply(child, { type: "StopRequested", at: this.#now, error: "Killed" })
  }

  /** Whatever was under way is ordered again. */
  #kill(): void {
    const fresh = this.#due.filter(({ member }) => member.facts.length === 0)
    this.#due = fresh
    for (const member of this.#members) {
      member.run = replay(member.machine, startRun(member.machine, member.header), member.facts)
      for (const command of pendingCommands(member.machine, member.run)) {
        const known = command.type === "RunChild" || (command.type === "RunTask" && isChild(command))
        if (!known) this.#obey(member, command)
      }
    }
    for (const member of this.#members) if (member.run.status !== "RUNNING") this.#finished(member)
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
    const [run, commands] = transition(member.machine, member.run, stamped)
    if (run === member.run) return
    member.run = run
    member.facts.push(stamped)
    for (const command of commands) this.#obey(member, command)
  }

  #obey(member: Member, command: Command): void {
    switch (command.type) {
      case "RunTask":
        return this.#task(member, command)
      case "RunChild": {
        const own = { seed: command.id, startedAt: this.#now }
        const { machine, bindings } = member
        return void this.#add({
          machine,
          bindings,
          header: childHeader(member.header, command, own),
          parent: { member, order: command },
        })
      }
      case "StartTimer":
        return void this.#due.push({
          at: command.dueMs,
          member,
          fact: (at) =>
            command.frame < 0
              ? { type: "ExecutionTimedOut", at }
              : { type: "TimerFired", frame: command.frame, seq: command.seq, at },
        })
      case "CancelWork":
        return this.#stop(member, command)
      case "CancelChild":
        throw new Error("nothing is cancelled in ASL alone")
      case "FinishExecution":
        for (const child of this.#members)
          if (command.children?.includes(child.header.id) === true)
            this.#apply(child, { type: "StopRequested", at: this.#now })
        return this.#finished(member)
    }
  }

  #task(member: Member, order: RunTask): void {
    const given = order.input as unknown as Given
    const named = given.FunctionName ?? given.StateMachineArn ?? given.QueueUrl ?? ""
    const binding = member.bindings[named.slice(2, -1)]
    if (binding?.kind === "deadLetterQueue") {
      this.#letters.add(given.MessageBody.key)
      this.#answer(member, order, this.#now, { output: {} })
    } else if (binding?.kind === "workflow") {
      const { Name: name, Input: input } = given
      this.#begin(binding.workflow, { id: `${binding.workflow}:${name}`, name, input }, { member, order })
    } else if (binding?.kind === "task") {
      const { key, attempt, input } = given.Payload
      const asked = { task: binding.task, key, attempt, input }
      const { answer, afterMs, deadline } = this.#world.ask(asked, this.#now)
      const at = this.#now + afterMs
      if (answer === "silence" || at > deadline) this.#answer(member, order, deadline, "silence")
      else this.#answer(member, order, at, answer)
    } else throw new Error(`nothing serves ${order.resource}`)
  }

  #answer(member: Member, order: RunTask, at: number, answer: Reply["answer"]): void {
    const { frame, seq } = order
    const lambda = order.resource.endsWith("lambda:invoke")
    this.#due.push({
      at,
      member,
      fact: (at) => {
        if (answer === "silence") return { type: "TaskTimedOut", frame, seq, at, reason: "timeout" }
        const again = order.again === true ? { again: true as const } : {}
        if ("error" in answer) return { type: "TaskFailed", frame, seq, at, error: answer.error, ...again }
        const output = answer.output as Json // by the tasks' schemas
        const wrapped = { ExecutedVersion: "$LATEST", Payload: { v: 1, output }, StatusCode: 200 }
        return { type: "TaskSucceeded", frame, seq, at, output: lambda ? wrapped : output }
      },
    })
  }

  #stop(member: Member, { frame, seq }: { readonly frame: number; readonly seq: number }): void {
    for (const child of this.#members) {
      const { parent } = child
      if (parent?.member !== member || parent.order.frame !== frame || parent.order.seq !== seq) continue
      this.#apply(child, { type: "StopRequested", at: this.#now })
    }
  }

  #finished({ run, parent }: Member): void {
    if (parent === undefined) return
    const { member, order } = parent
    const at = this.#now
    this.#due.push({
      at,
      member,
      fact: (at) =>
        order.type === "RunChild" ? childAnswer(order, run, this.#now, at) : workflowAnswer(order, run, at),
    })
  }
}

function isChild({ resource }: RunTask): boolean {
  return resource.includes("startExecution")
}

/** What `startExecution.sync:2` answers. */
function workflowAnswer({ frame, seq }: RunTask, { header, status, output, error, cause }: Run, at: number): Fact {
  const described = {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: header.id,
    Name: header.name,
    Status: status,
  }
  return status === "SUCCEEDED"
    ? { type: "TaskSucceeded", frame, seq, at, output: { ...described, Output: output ?? null } }
    : { type: "TaskFailed", frame, seq, at, error: "States.TaskFailed", cause: JSON.stringify(described) }
}
