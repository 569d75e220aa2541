import { readableMessage } from "../asl/readable-message.ts"
import { checkDefinition } from "../check/check-definition.ts"
import { EngineError } from "../errors.ts"
import type { Binding, Plan } from "../plan/plan.ts"

declare const valueTypes: unique symbol

/** A state machine that was written in the Amazon States Language by hand. */
export interface StateMachine<I = unknown, O = unknown> {
  readonly kind: "stateMachine"
  readonly name: string
  readonly plan: Plan
  /** Never there: carries the types. */
  readonly [valueTypes]?: { readonly input: I; readonly output: O }
}

export interface StateMachineOptions {
  /** What each `${Placeholder}` of the definition stands for, by its name. */
  readonly bindings?: Readonly<Record<string, Binding>>
  /**
   * As on AWS, an `EXPRESS` one has no `.sync`, no `.waitForTaskToken`, no activities and no distributed Maps; each start
   * of it is another execution, also by the same name; its executions cannot be redriven. With `target: "aws"` they take
   * 300 seconds at most, and cannot be stopped. `client.execute` starts one and waits. Default `STANDARD`. (AWS:
   * choosing workflow type)
   */
  readonly type?: "STANDARD" | "EXPRESS"
}

/**
 * Makes a state machine from its definition, so that the engine can run it as it is.
 * @param definition - ASL as an object or as text.
 * @throws {EngineError} `PLAN_INVALID` with every problem of the definition; `NAME_INVALID`.
 */
export function stateMachine<I = unknown, O = unknown>(
  name: string,
  definition: object | string,
  { bindings = {}, type = "STANDARD" }: StateMachineOptions = {},
): StateMachine<I, O> {
  const { definition: checked, diagnostics } = checkDefinition(definition, { type })
  if (checked === undefined) {
    const problems = diagnostics
      .filter(({ severity }) => severity === "ERROR")
      .map(({ message, location, detail }) => {
        const words = readableMessage(message)
        const said = detail === undefined ? words : `${words.replace(/\.$/, "")}: ${detail}`
        return location === undefined ? said : `${said} (${location})`
      })
    throw new EngineError({
      code: "PLAN_INVALID",
      message: `The definition of '${name}' has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:\n  ${problems.join("\n  ")}\n`,
    })
  }
  const plan: Plan = { name, definition: checked, bindings, notes: {}, schemas: {} }
  return { kind: "stateMachine", name, plan: type === "EXPRESS" ? { ...plan, type } : plan }
}
