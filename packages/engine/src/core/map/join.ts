import { abortChildren } from "../abort.ts"
import type { Json } from "../../asl/json.ts"
import type { RunTask } from "../command.ts"
import { EvalScope } from "../eval-scope.ts"
import type { TaskFailed, TaskSucceeded, TaskTimedOut } from "../fact.ts"
import { failState } from "../fail-state.ts"
import type { Fan } from "../fan.ts"
import { effectiveInput, leave } from "../flow.ts"
import type { Frame } from "../frame.ts"
import type { CompiledMap } from "../machine.ts"
import { pathOf } from "../path.ts"
import type { Step } from "../step.ts"
import { pendingOf, resultsOf } from "./child.ts"
import { transformResults } from "./results.ts"
import { closeMapRun, editMapRun, type MapRunTally } from "./tally.ts"
import { exceeded, tolerates } from "./tolerance.ts"

/** No iteration is left: the Map leaves with its results, or, where it has a ResultWriter, has them written first. */
export function join(step: Step, frame: Frame, state: CompiledMap, fan: Fan): boolean {
  const { writer } = state
  if (!state.distributed || writer === undefined) return joined(step, frame, state, fan.results())
  if (writer.resource === undefined) {
    return joined(step, frame, state, transformResults(resultsOf(step, frame, state, fan), writer.transformation))
  }
  const order = writeOrder(step, frame, state, frame.seq + 1)
  step.wait(frame, "write")
  step.order(order)
  return false
}

/** More failed than the Map tolerates. */
export function exceeds(step: Step, frame: Frame, fan: Fan): boolean {
  const { failed, toleratedCount, toleratedPercentage } = fan
  const total = step.mapRuns.get(frame.mapRun)?.items?.total ?? fan.total
  return failed > 0 && !tolerates({ failed, total, toleratedCount, toleratedPercentage })
}

/**
 * Too many failed: what is under way is stopped, and the Map fails; where it has a ResultWriter, once that has written
 * what there is. (AWS: input-output-resultwriter)
 */
export function giveUp(step: Step, frame: Frame, state: CompiledMap): boolean {
  if (state.writer?.resource === undefined) return failState(step, frame, exceeded())
  const order = writeOrder(step, frame, state, frame.seq + 1)
  abortChildren(step, frame)
  step.wait(frame, "write")
  step.order(order)
  return false
}

/** The order that a Map frame waits for while its results are written. */
export function writeOrder(step: Step, frame: Frame, state: CompiledMap, seq: number): RunTask {
  const { writer } = state
  const { fan } = frame
  if (writer === undefined || fan === undefined) throw new Error(`the Map '${state.name}' has nothing to write`)
  const input = effectiveInput(step, frame, state)
  return {
    type: "RunTask",
    frame: frame.id,
    seq,
    state: state.name,
    path: `${pathOf(step, frame)}/ResultWriter`,
    resource: writer.resource ?? "",
    pattern: "request-response",
    input: writer.arguments === undefined ? {} : writer.arguments(new EvalScope(step, frame, input)),
    stateInput: frame.input,
    retryCount: frame.retryCount,
    sinceMs: step.at,
    entered: frame.enteredEvent,
    writer: {
      transformation: writer.transformation,
      outputType: writer.outputType,
      mapRunArn: step.mapRuns.get(frame.mapRun)?.arn ?? "",
      results: resultsOf(step, frame, state, fan),
      pending: pendingOf(step, frame, state, fan),
    },
  }
}

/** The answer to {@link writeOrder}. */
export function written(
  step: Step,
  frame: Frame,
  state: CompiledMap,
  fact: TaskSucceeded | TaskFailed | TaskTimedOut,
): boolean {
  const gaveUp = frame.fan !== undefined && exceeds(step, frame, frame.fan)
  if (fact.type !== "TaskSucceeded") {
    // Whatever became of the files: why the Map failed comes first.
    if (gaveUp) return failState(step, frame, exceeded())
    const cause = fact.type === "TaskFailed" ? fact.cause : "States.Timeout"
    return failState(step, frame, { error: "States.ResultWriterFailed", cause })
  }
  editMapRun(step, frame.mapRun, (run) => ({
    ...run,
    executions: { ...run.executions, resultsWritten: ended(run.executions) },
    ...(run.items === undefined ? {} : { items: { ...run.items, resultsWritten: ended(run.items) } }),
  }))
  return gaveUp ? failState(step, frame, exceeded()) : joined(step, frame, state, fact.output)
}

/** What still runs in the books was stopped: a Map that fails counts it when its run is closed. */
function ended({ succeeded, failed, timedOut, aborted, running }: MapRunTally): number {
  return succeeded + failed + timedOut + aborted + running
}

function joined(step: Step, frame: Frame, state: CompiledMap, result: Json): boolean {
  closeMapRun(step, frame.mapRun, "SUCCEEDED")
  // Recorded: neither event is what the exit follows.
  const ran = state.distributed ? step.aside(frame.lastEvent, "MapRunSucceeded") : frame.lastEvent
  step.succeeded(frame, ran, "MapStateSucceeded")
  frame.fan = undefined
  return leave(step, frame, state, result)
}
