import { exprOf } from "./expr.ts"
import type { Expr } from "./expr.ts"

/** The execution that is running. */
export const execution: { readonly id: Expr<string>; readonly name: Expr<string>; readonly startTime: Expr<string> } = {
  id: field("id"),
  name: field("name"),
  startTime: field("startTime"),
}

function field(field: "id" | "name" | "startTime"): Expr<string> {
  return exprOf({ kind: "reference", of: { from: "execution", field }, path: [], shape: { type: "string" } })
}
