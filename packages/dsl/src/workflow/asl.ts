import type { Expr } from "../expr/expr.ts"
import { lift } from "../expr/lift.ts"
import { misuse } from "../scope/tracing.ts"
import { type AslNode, type Json, unknownShape } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"

/** States of the Amazon States Language as they stand in a definition: plain JSON. */
export interface EmbeddedStates {
  /** As in a definition: what holds where a state names none. Default `JSONPath`. */
  readonly QueryLanguage?: "JSONPath" | "JSONata"
  readonly StartAt: string
  readonly States: Readonly<Record<string, { readonly Type: string; readonly [field: string]: unknown }>>
}

/** How states are embedded. */
export interface AslOptions {
  /**
   * What the first of them is given. Default: what the level begins with, as it is (the workflow's whole input; in a body
   * of `each` the item); so it can be left out only at the start of one.
   */
  readonly input?: unknown
  /** Of what follows from them; default: the name of the first. */
  readonly name?: string
}

/** Traces states that stand in the plan as they are. */
export function traceAsl(scope: BodyScope, machine: EmbeddedStates, options: AslOptions = {}): Expr<unknown> {
  const base = scope.begin(options.name, "asl")
  const states = lift(machine.States)
  if (states.kind !== "literal" || !isStates(states.value) || states.value[machine.StartAt] === undefined) {
    misuse("ASL_INVALID", `The embedded states of ${JSON.stringify(base.name)} are no states with a first one.`)
    return scope.result("none", unknownShape)
  }
  if (options.input === undefined && scope.nodes.length > 0)
    misuse("ASL_INVALID", `The embedded states of ${JSON.stringify(base.name)} follow a step and are given no input.`)
  const node: AslNode = {
    ...base,
    kind: "asl",
    language: machine.QueryLanguage ?? "JSONPath",
    startAt: machine.StartAt,
    states: states.value,
    ...(options.input === undefined ? {} : { input: lift(options.input) }),
    shape: unknownShape,
  }
  scope.push(node)
  return scope.result(base.id, unknownShape)
}

function isStates(value: Json): value is AslNode["states"] {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((state) => typeof state === "object" && state !== null && !Array.isArray(state))
  )
}
