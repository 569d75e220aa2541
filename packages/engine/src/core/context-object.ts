import type { Json, JsonObject } from "../asl/json.ts"
import { absent } from "../query/scope.ts"
import type { Frame, MapItem } from "./frame.ts"
import { isoTime } from "./iso-time.ts"
import type { CompiledState } from "./machine.ts"
import type { Step } from "./step.ts"

/** What a moment of a state adds to the context object. */
export interface ContextExtras {
  readonly token: string | undefined
  readonly item: MapItem | undefined
  readonly itemIndex: number
}

/** The context object: `$states.context`, `$$`. Members stand in AWS's order. (AWS: input-output-contextobject) */
export function contextObject(step: Step, frame: Frame, extras: ContextExtras): JsonObject {
  const state = step.stateOf(frame)
  const item = extras.item === undefined ? enclosingItem(step, frame) : itemContext(extras.itemIndex, extras.item)
  const { stateMachine } = step.run.header
  return {
    Execution: executionContext(step),
    StateMachine: { Id: stateMachine.id, Name: stateMachine.name },
    State: {
      Name: state.name,
      EnteredTime: isoTime(frame.enteredAt),
      ...(retries(state) ? { RetryCount: frame.retryCount } : {}),
    },
    ...(extras.token === undefined ? {} : { Task: { Token: extras.token } }),
    ...(item === undefined ? {} : { Map: { Item: item } }),
  }
}

/**
 * The members of the context object that plans read most: a key's, a deadline's and an attempt's. Undefined for all
 * others.
 */
export function contextField(
  step: Step,
  frame: Frame,
  section: string,
  name: string,
): Json | typeof absent | undefined {
  if (section === "State") return name === "RetryCount" && retries(step.stateOf(frame)) ? frame.retryCount : undefined
  if (section !== "Execution") return undefined
  if (name === "Id") return step.run.header.id
  if (name === "StartTime") return isoTime(step.run.header.startedAt)
  if (name === "RedriveTime") return step.redrivenAt > 0 ? isoTime(step.redrivenAt) : absent
  return undefined
}

function retries({ type }: CompiledState): boolean {
  return type === "Task" || type === "Parallel" || type === "Map"
}

function executionContext(step: Step): JsonObject {
  const { header } = step.run
  return {
    Id: header.id,
    Input: header.input,
    StartTime: isoTime(header.startedAt),
    Name: header.name,
    RoleArn: header.roleArn,
    RedriveCount: step.redriveCount,
    ...(step.redrivenAt > 0 ? { RedriveTime: isoTime(step.redrivenAt) } : {}),
  }
}

/** The item of the nearest inline Map. */
function enclosingItem(step: Step, frame: Frame): JsonObject | undefined {
  let at: Frame | undefined = frame
  while (at !== undefined) {
    if (at.item !== undefined) return itemContext(at.index, at.item)
    at = step.frames.get(at.parent)
  }
  return undefined
}

function itemContext(index: number, item: MapItem): JsonObject {
  const context: { [key: string]: Json } = { Index: index, Value: item.value }
  if (item.key !== undefined) context.Key = item.key
  if (item.source !== undefined) context.Source = item.source
  return context
}
