import parse from "jsonata"

import { callerPosition } from "../scope/source-position.ts"
import { misuse } from "../scope/tracing.ts"
import { type Expression, unknownShape } from "../tree/index.ts"
import { liftOperand } from "./call-of.ts"
import { type Expr, exprOf } from "./expr.ts"
import { freeVariables } from "./free-variables.ts"

/**
 * The escape hatch: JSONata 2.0.6 with the functions of Step Functions, parsed and checked when the workflow is defined.
 * `${expr}` stands for a run-time value. What it comes to is the author's word: `T` is not checked.
 * @example jsonata<number>`$sum(${order.items}.price)`
 */
export function jsonata<T>(texts: TemplateStringsArray, ...values: readonly unknown[]): Expr<T> {
  const captures: Record<string, Expression> = {}
  const prefix = unusedPrefix(texts)
  const source = texts
    .flatMap((text, index) => {
      if (index >= values.length) return [text]
      captures[`${prefix}${index}`] = liftOperand(values[index])
      return [text, `$${prefix}${index}`]
    })
    .join("")
  check(source, Object.keys(captures))
  const at = callerPosition()
  const shape = { ...unknownShape, optional: true as const }
  return exprOf({ kind: "jsonata", source, captures, shape, ...(at === undefined ? {} : { at }) })
}

/** A name that no variable of the author begins with. */
function unusedPrefix(texts: readonly string[]): string {
  let prefix = "c"
  while (texts.some((text) => text.includes(`$${prefix}`))) prefix += "_"
  return prefix
}

function check(source: string, captures: readonly string[]): void {
  try {
    const free = freeVariables(parse(source).ast()).filter((name) => !captures.includes(name))
    if (free.includes("eval")) misuse("JSONATA_INVALID", "Step Functions has no $eval.")
    for (const name of free.filter((name) => name !== "eval")) {
      misuse("JSONATA_INVALID", `\`${source}\` uses $${name}, which is neither a function nor defined in it.`)
    }
  } catch (error) {
    const { message, code } = error as { readonly message?: string; readonly code?: string } // the parser's error, or ours
    if (code === "DEFINITION_INVALID") throw error
    misuse("JSONATA_INVALID", `\`${source}\` is not JSONata: ${message ?? "it cannot be parsed"}.`)
  }
}
