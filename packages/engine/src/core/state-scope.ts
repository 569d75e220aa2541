import type { Json, JsonObject } from "../asl/json.ts"
import type { Scope } from "../query/scope.ts"
import type { Frame } from "./run.ts"
import type { Step } from "./step.ts"

/** What the expressions of one state may read, at one moment of it. */
export class StateScope implements Scope {
  readonly input: Json
  readonly result?: Json
  readonly errorOutput?: Json
  readonly #step: Step
  readonly #frame: Frame
  readonly #token: string | undefined
  #context: Json | undefined

  constructor(step: Step, frame: Frame, input: Json, more: { result?: Json; errorOutput?: Json; token?: string } = {}) {
    this.input = input
    if (more.result !== undefined) this.result = more.result
    if (more.errorOutput !== undefined) this.errorOutput = more.errorOutput
    this.#step = step
    this.#frame = frame
    this.#token = more.token
  }

  get nowMs(): number {
    return this.#step.at
  }

  get seed(): string {
    const frame = this.#frame
    return `${this.#step.run.header.seed}/${frame.id}/${frame.seq}/${frame.retryCount}`
  }

  variable(name: string): Json | undefined {
    return lookUp(this.#step, this.#frame, name)
  }

  context(): Json {
    this.#context ??= contextObject(this.#step, this.#frame, this.#token)
    return this.#context
  }
}

/** A variable of this frame or of one that encloses it. */
function lookUp(step: Step, frame: Frame, name: string): Json | undefined {
  for (let at: Frame | undefined = frame; at !== undefined; at = step.frames.get(at.parent)) {
    if (Object.hasOwn(at.variables, name)) return at.variables[name]
  }
  return undefined
}

/** The context object: `$states.context`, `$$`. (AWS: input-output-contextobject) */
export function contextObject(step: Step, frame: Frame, token?: string): JsonObject {
  const { header } = step.run
  const item = enclosingItem(step, frame)
  return {
    Execution: {
      Id: header.id,
      Input: header.input,
      Name: header.name,
      RoleArn: header.roleArn,
      StartTime: isoTime(header.startedAt),
      RedriveCount: step.redriveCount,
      ...(step.redrivenAt > 0 ? { RedriveTime: isoTime(step.redrivenAt) } : {}),
    },
    State: {
      EnteredTime: isoTime(frame.enteredAt),
      Name: step.stateOf(frame).name,
      RetryCount: frame.retryCount,
    },
    StateMachine: { Id: header.stateMachine.id, Name: header.stateMachine.name },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(item === undefined ? {} : { Map: { Item: item } }),
  }
}

function enclosingItem(step: Step, frame: Frame): JsonObject | undefined {
  for (let at: Frame | undefined = frame; at !== undefined; at = step.frames.get(at.parent)) {
    if (at.item !== undefined) return itemContext(at.index, at.item)
  }
  return undefined
}

/** `Context.Map.Item` of one iteration. */
export function itemContext(index: number, item: NonNullable<Frame["item"]>): JsonObject {
  return { Index: index, Value: item.value, ...(item.key === undefined ? {} : { Key: item.key }) }
}

/** AWS's rendering: UTC, with milliseconds. */
function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
