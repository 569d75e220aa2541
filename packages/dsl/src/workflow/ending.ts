import { lift } from "../expr/lift.ts"
import { checkErrorName } from "../task/name.ts"
import type { FailNode, ReturnNode } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"

/** Traces a failure. */
export function traceFail(scope: BodyScope, error: unknown, cause: unknown = "", name?: string): void {
  const base = scope.begin(name, "fail")
  if (typeof error === "string") checkErrorName(error)
  const node: FailNode = { ...base, kind: "fail", error: lift(error), cause: lift(cause) }
  scope.push(node)
}

/** Traces an early end. */
export function traceReturn(scope: BodyScope, value: unknown, name?: string): void {
  const base = scope.begin(name, "return")
  const node: ReturnNode = {
    ...base,
    kind: "return",
    value: value === undefined ? { kind: "literal", value: null } : lift(value),
  }
  scope.push(node)
}
