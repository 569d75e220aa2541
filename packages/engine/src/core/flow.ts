import type { Json, JsonObject } from "../asl/json.ts"
import { EvalScope } from "./eval-scope.ts"
import { finishCancelled } from "./finish-cancelled.ts"
import { processorOf } from "./first-state.ts"
import { reports } from "./is-cancelled.ts"
import { checkOutput, checkVariables } from "./quotas.ts"
import type { Frame } from "./frame.ts"
import type { CompiledFlow, CompiledState } from "./machine.ts"
import type { Step } from "./step.ts"

/** Enters a state: writes `<Type>StateEntered` and works the entry into the digest. */
export function enterEvent(step: Step, frame: Frame, state: CompiledState): void {
  frame.entries++
  frame.beforeEntered = frame.lastEvent
  frame.enteredEvent = step.event(frame, state.entered, step.recording ? { name: state.name, input: frame.input } : {})
  frame.enteredAt = step.at
  if (state.loops) {
    const before = frame.visits?.[state.index] ?? 0
    frame.visits = { ...frame.visits, [state.index]: before + 1 }
  }
  step.mix(frame.id, frame.state, -frame.entries)
}

/** The effective input: InputPath over the raw input. */
export function effectiveInput(step: Step, frame: Frame, state: CompiledState): Json {
  return state.inputPath === undefined ? frame.input : state.inputPath(new EvalScope(step, frame, frame.input))
}

/**
 * Leaves a state with its result: ResultSelector, ResultPath, OutputPath and Assign in JSONPath, Output and Assign in
 * JSONata. All of them read the variables as they were when the state was entered.
 * @param result - The raw result; undefined for kinds whose result is their input.
 * @returns whether the frame now stands before another state
 */
export function leave(step: Step, frame: Frame, state: CompiledState, result: Json | undefined): boolean {
  if (state.jsonata) {
    if (state.output === undefined && state.assign === undefined) {
      return exit(step, frame, state, result === undefined ? frame.input : result, undefined, state.next)
    }
    const scope = new EvalScope(step, frame, frame.input, result)
    const { output, assigned } = jsonataOutcome(state, scope, result === undefined ? frame.input : result)
    return exit(step, frame, state, output, assigned, state.next)
  }
  const value = result === undefined ? effectiveInput(step, frame, state) : result
  if (state.plain) return exit(step, frame, state, value, undefined, state.next)
  const raw = new EvalScope(step, frame, value)
  const selected = state.resultSelector === undefined ? value : state.resultSelector(raw)
  const scope = selected === value ? raw : new EvalScope(step, frame, selected)
  const assigned = state.assign?.(scope) as JsonObject | undefined // Assign is an object
  const merged = mergeResult(state.resultPath, frame.input, selected)
  const output = state.outputPath === undefined ? merged : state.outputPath(new EvalScope(step, frame, merged))
  return exit(step, frame, state, output, assigned, state.next)
}

/** Output and Assign of a JSONata state, rule or catcher. */
export function jsonataOutcome(
  flow: CompiledFlow,
  scope: EvalScope,
  otherwise: Json,
): { readonly output: Json; readonly assigned: JsonObject | undefined } {
  return {
    output: flow.output === undefined ? otherwise : flow.output(scope),
    assigned: flow.assign?.(scope) as JsonObject | undefined, // Assign is an object
  }
}

/** Puts a result into the raw input by ResultPath. */
export function mergeResult(resultPath: CompiledFlow["resultPath"], input: Json, result: Json): Json {
  if (resultPath === undefined) return result
  return resultPath === "discard" ? input : resultPath(input, result)
}

/**
 * Writes the exit, assigns, and goes on to `next`, or ends the line of control where that is -1.
 * @returns whether the frame now stands before another state
 */
export function exit(
  step: Step,
  frame: Frame,
  state: CompiledState,
  output: Json,
  assigned: JsonObject | undefined,
  next: number,
): boolean {
  checkOutput(step, state, output)
  let changes = false
  if (assigned !== undefined) {
    for (const _ in assigned) {
      changes = true
      break
    }
  }
  const variables = assigned !== undefined && changes ? { ...frame.variables, ...assigned } : frame.variables
  if (assigned !== undefined && variables !== undefined) checkVariables(step, frame, assigned, variables)
  if (!step.recording) step.event(frame, state.exited)
  else
    step.event(frame, state.exited, {
      name: state.name,
      output,
      ...(changes ? { assignedVariables: assigned } : {}),
    } as object)
  frame.variables = variables
  frame.waiting = "nothing"
  frame.retryCount = 0
  frame.retries = undefined
  frame.fan = undefined
  frame.mapRun = -1
  frame.input = output
  if (next < 0) {
    end(step, frame, output)
    return false
  }
  frame.state = next
  return true
}

/** A line of control came to its end. */
function end(step: Step, frame: Frame, output: Json): void {
  if (frame.parent >= 0) {
    step.end(frame, output, undefined)
    return
  }
  if (step.cancelled?.reached === true && !isReport(step)) return finishCancelled(step, frame, undefined)
  step.event(frame, "ExecutionSucceeded", step.recording ? { output } : {})
  step.frames.remove(frame.id)
  step.finish("SUCCEEDED", output, undefined)
}

/** A distributed Map's child that was cancelled tells what it did: to whoever awaits it that is an answer. */
function isReport({ machine, run }: Step): boolean {
  const { map } = run.header
  return map !== undefined && reports(machine, processorOf(machine, map.state))
}
