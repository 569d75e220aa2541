import type { Expression, SourcePosition } from "@stepwright/dsl"

import type { PlanBuilder } from "../flow/plan-builder.ts"

/** Reports what a compensation evaluates again, where it may come to another value then. */
export function checkVolatile(
  plan: PlanBuilder,
  value: Expression,
  { name, at }: { readonly name: string; readonly at: SourcePosition },
): void {
  if (isVolatile(value))
    plan.report("COMPENSATION_INPUT_VOLATILE", `The compensation of '${name}' reads its input.`, at)
}

/** Whether an expression may come to another value when it is evaluated again. */
export function isVolatile(value: Expression): boolean {
  switch (value.kind) {
    case "literal":
    case "reference":
      return false
    case "object":
      return value.fields.some((field) => isVolatile(field.value))
    case "array":
      return value.items.some(isVolatile)
    case "call":
      return ["now", "millis", "uuid"].includes(value.fn) || value.args.some(isVolatile)
    case "function":
      return isVolatile(value.body)
    case "text":
      return value.parts.some((part) => typeof part !== "string" && isVolatile(part))
    case "jsonata":
      return /\$(now|millis|random|uuid|shuffle)\b/.test(value.source) || Object.values(value.captures).some(isVolatile)
  }
}
