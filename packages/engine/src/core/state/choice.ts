import type { JsonObject } from "../../asl/json.ts"
import { EvalScope } from "../eval-scope.ts"
import { failState } from "../fail-state.ts"
import { executing } from "../failure.ts"
import { effectiveInput, exit, jsonataOutcome } from "../flow.ts"
import type { Frame } from "../frame.ts"
import type { CompiledChoice } from "../machine.ts"
import type { Step } from "../step.ts"

/** A Choice state: the first rule that holds decides; its own Assign and Output stand in for the state's. */
export function begin(step: Step, frame: Frame, state: CompiledChoice): boolean {
  const input = effectiveInput(step, frame, state)
  const scope = new EvalScope(step, frame, input)
  const rule = state.rules.find((candidate) => candidate.test(scope) === true)
  const next = rule === undefined ? state.otherwise : rule.next
  if (next < 0) return failState(step, frame, noChoiceMatched(frame, state))
  const flow = rule ?? state
  if (state.jsonata) {
    const { output, assigned } = jsonataOutcome(flow, scope, input)
    return exit(step, frame, state, output, assigned, next)
  }
  const assigned = flow.assign?.(scope) as JsonObject | undefined // Assign is an object
  const output = state.outputPath === undefined ? input : state.outputPath(scope)
  return exit(step, frame, state, output, assigned, next)
}

/** Users' executions on AWS end with `States.Runtime`, not with the documented `States.NoChoiceMatched`. */
function noChoiceMatched(frame: Frame, state: CompiledChoice) {
  const cause = "Failed to transition out of the state. The state does not point to a next state."
  return { error: "States.Runtime", cause: executing(state.name, frame.enteredEvent, cause) }
}
