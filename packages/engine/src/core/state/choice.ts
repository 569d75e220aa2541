import type { JsonObject } from "../../asl/json.ts"
import { QueryError } from "../../query/query-error.ts"
import { effectiveInput, enterEvent, exit, fail, guarded } from "../flow.ts"
import type { CompiledChoice, CompiledRule } from "../machine.ts"
import type { Frame } from "../run.ts"
import { StateScope } from "../state-scope.ts"
import type { Step } from "../step.ts"

/** A Choice state: the first rule that holds decides; its own Assign and Output win over the state's. */
export function enterChoice(step: Step, before: Frame, state: CompiledChoice): void {
  const frame = enterEvent(step, before, state)
  guarded(step, frame.id, () => {
    const input = effectiveInput(step, frame, state)
    const scope = new StateScope(step, frame, input)
    const rule = state.rules.find((candidate, index) => holds(candidate, index, scope))
    const next = rule?.next ?? state.otherwise
    if (next < 0) {
      return fail(step, frame, {
        error: "States.NoChoiceMatched",
        cause: `An error occurred while executing the state '${state.name}' (entered at the event id #${frame.enteredEvent}). Failed to transition out of the state. The state could not be matched with any of the choices and no default is set.`,
      })
    }
    const decides = rule ?? state
    const assigned = decides.assign?.(scope) as JsonObject | undefined // Assign is an object
    const output = decides.output === undefined ? input : decides.output(scope)
    const selected = state.outputPath === undefined ? output : state.outputPath(new StateScope(step, frame, output))
    exit(step, frame, state, selected, assigned, next)
  })
}

function holds(rule: CompiledRule, index: number, scope: StateScope): boolean {
  const value = rule.test(scope)
  if (typeof value === "boolean") return value
  throw new QueryError(
    "States.QueryEvaluationError",
    `The condition of the choice rule did not return a boolean but: ${JSON.stringify(value)}`,
    `Choices[${index}]/Condition`,
  )
}
