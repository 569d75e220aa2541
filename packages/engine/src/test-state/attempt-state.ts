import { EvalScope } from "../core/eval-scope.ts"
import { effectiveInput, leave } from "../core/flow.ts"
import type { CompiledParallel, CompiledState, CompiledTask, CompiledWait } from "../core/machine.ts"
import { oversizedResult, StateFailure } from "../core/quotas.ts"
import * as choice from "../core/state/choice.ts"
import * as fail from "../core/state/fail.ts"
import * as pass from "../core/state/pass.ts"
import * as succeed from "../core/state/succeed.ts"
import { orderOf } from "../core/state/task.ts"
import * as wait from "../core/state/wait.ts"
import type { Attempt } from "./attempt.ts"
import { attemptMap } from "./attempt-map.ts"
import { resultOf } from "./outcome.ts"

/** Seconds that a test may take. (AWS: TestState) */
const longestSeconds = 300

/** Takes the state as far as it goes. @throws {unknown} what fails it. */
export function attemptState(attempt: Attempt, state: CompiledState): void {
  const { step, frame } = attempt
  switch (state.type) {
    case "Pass":
      if (state.result !== undefined) attempt.watch.note("result", state.result.value)
      return void pass.begin(step, frame, state)
    case "Succeed":
      return void succeed.begin(step, frame, state)
    case "Fail":
      return void fail.begin(step, frame, state)
    case "Choice":
      return void choice.begin(step, frame, state)
    case "Wait":
      return attemptWait(attempt, state)
    case "Task":
      return attemptTask(attempt, state)
    case "Parallel":
      return attemptParallel(attempt, state)
    case "Map":
      return attemptMap(attempt, state)
  }
}

/** Nobody waits: the time has come, unless the test would have taken too long. */
function attemptWait({ step, frame }: Attempt, state: CompiledWait): void {
  wait.begin(step, frame, state)
  if (frame.waiting !== "time") return
  if (frame.due > step.at + longestSeconds * 1000) throw new StateFailure({ error: "States.Timeout", cause: undefined })
  wait.fired(step, frame, state)
}

function attemptTask(attempt: Attempt, state: CompiledTask): void {
  const { step, frame, watch, trial } = attempt
  const order = orderOf(step, frame, state, frame.seq + 1)
  const result = resultOf(trial.mocked ?? attempt.call(order))
  watch.note("result", result)
  const tooLarge = oversizedResult(step.machine.limits, state.resource.resourceName, result)
  if (tooLarge !== undefined) throw new StateFailure(tooLarge)
  leave(step, frame, state, result)
}

function attemptParallel({ step, frame, trial }: Attempt, state: CompiledParallel): void {
  const input = effectiveInput(step, frame, state)
  state.arguments?.(new EvalScope(step, frame, input))
  leave(step, frame, state, resultOf(trial.mocked))
}
