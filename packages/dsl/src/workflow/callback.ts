import type { z } from "zod"

import { type Expr, reference } from "../expr/expr.ts"
import { schemaData } from "../expr/shape.ts"
import { checkStable } from "../expr/check-stable.ts"
import type { Call } from "../task/call.ts"
import { policyOf } from "../task/policy.ts"
import { type CallbackNode, unknownShape } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"
import { traceCompensation } from "./compensation.ts"
import type { StepOptions } from "./run-step.ts"
import { takeCallOr } from "./take-call.ts"
import type { Schema } from "../task/schema.ts"

/** How an outside answer is awaited: `timeout` bounds the wait, `heartbeat` the silence. */
export interface CallbackOptions<A extends Schema> extends StepOptions<z.output<A>> {
  /** What the answer must be: plain JSON. */
  readonly output: A
}

/** Traces a step that hands out a token and waits for its answer. */
export function traceCallback(
  scope: BodyScope,
  make: (given: { readonly token: Expr<string> }) => Call,
  options: CallbackOptions<Schema>,
): Expr<unknown> {
  const { definition } = scope
  scope.checkOpen()
  const call = definition.tracing.inBlock((block) => {
    const token = reference<string>({ from: "token" }, { type: "string" }, { tracing: definition.tracing, block })
    return takeCallOr(definition, make({ token }), "The callback")
  }, "call")
  if (call === undefined) return scope.result("none", unknownShape)
  const base = scope.begin(options.name, call.name)
  checkStable(options.output, `The answer of ${base.name}`)
  const answer = schemaData(options.output, "output")
  const compensate =
    options.compensate === undefined ? undefined : traceCompensation(definition, options.compensate, call, answer.shape)
  const node: CallbackNode = {
    ...base,
    kind: "callback",
    call: call.data,
    policy: policyOf(options, `step ${base.name}`),
    answer,
    shape: answer.shape,
    ...(compensate === undefined ? {} : { compensate }),
  }
  scope.push(node)
  return scope.result(base.id, answer.shape)
}
