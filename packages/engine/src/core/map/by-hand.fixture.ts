import type { MapState, StateDefinition, StateMachineDefinition } from "../../asl/document.ts"
import type { Json } from "../../asl/json.ts"
import { runFromCheckpoint, runToCheckpoint } from "../checkpoint.ts"
import type { Command, RunChild, RunTask } from "../command.ts"
import { compileMachine } from "../compile-machine.ts"
import type { ChildEnd, Fact } from "../fact.ts"
import type { HistoryEvent } from "../history-event.ts"
import type { Machine } from "../machine.ts"
import { pendingCommands } from "../pending.ts"
import { type Run, startRun } from "../run.ts"
import { simulatedHeader } from "../simulation/simulate.ts"
import { transition } from "../transition.ts"
import type { MapRunTally } from "./tally.ts"

/** A task that is answered by the test. */
export const task: StateDefinition = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true }

/** A machine of one distributed Map over its input, beside whatever else is given. */
export function machineOf(
  fields: object = {},
  executionType = "STANDARD",
  beside: object = {},
): StateMachineDefinition {
  const processor = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: executionType } }
  const map = { Type: "Map", Label: "L", ItemProcessor: { ...processor, StartAt: "I", States: { I: task } }, End: true }
  return { StartAt: "M", States: { M: { ...map, ...fields } as MapState, ...beside } } // of the test
}

/** A run that is driven by hand: every step is answered by the test, and survives being stored. */
export class Hand {
  run: Run
  readonly events: HistoryEvent[] = []
  #at = 0
  readonly #machine: Machine

  constructor(definition: StateMachineDefinition, input: Json) {
    this.#machine = compileMachine(definition)
    this.run = startRun(this.#machine, simulatedHeader(input))
  }

  /** Applies a fact, and answers what it led to. */
  apply(fact: object): readonly Command[] {
    const run = runFromCheckpoint(JSON.parse(JSON.stringify(runToCheckpoint(this.run))) as Json)
    const stamped = { at: ++this.#at, ...fact } as Fact // of the test
    const [next, commands] = transition(this.#machine, run, stamped, (event) => this.events.push(event))
    this.run = next
    return commands
  }

  start(): readonly RunChild[] {
    return children(this.apply({ type: "ExecutionStarted" }))
  }

  succeed({ frame, seq, input }: RunChild | RunTask, output: Json = input): readonly Command[] {
    return this.apply({ type: "TaskSucceeded", frame, seq, output })
  }

  fail({ frame, seq }: RunChild | RunTask, status: ChildEnd["status"] = "FAILED"): readonly Command[] {
    const child = { status, startedAt: 1, stoppedAt: 2 }
    return this.apply({ type: "TaskFailed", frame, seq, error: "Bad", cause: "c", child })
  }

  get tally(): MapRunTally | undefined {
    return this.run.mapRuns.get(this.run.mapRuns.length - 1)?.executions
  }

  get pending(): readonly Command[] {
    return pendingCommands(this.#machine, this.run)
  }

  typesFrom(type: string): readonly string[] {
    const types = this.events.map((event) => event.type)
    return types.slice(types.lastIndexOf(type))
  }
}

/** The children among the orders. */
export const children = (commands: readonly Command[]): readonly RunChild[] =>
  commands.filter((command) => command.type === "RunChild")
/** What they are given. */
export const inputs = (commands: readonly Command[]): readonly Json[] => children(commands).map(({ input }) => input)
/** The first of a list that has one. */
export const only = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error("there is none")
  return one
}
