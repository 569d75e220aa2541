import parse from "jsonata"
import type { z } from "zod"

import { callerPosition } from "../scope/source-position.ts"
import { misuse } from "../scope/tracing.ts"
import { type Expression, type Shape, unknownShape } from "../tree/index.ts"
import { checkStable } from "./check-stable.ts"
import { liftOperand } from "./call-of.ts"
import { type Expr, exprOf } from "./expr.ts"
import { freeVariables } from "./free-variables.ts"
import { schemaData } from "./shape.ts"
import type { Schema } from "../task/schema.ts"

/** Tags of JSONata. */
export interface Jsonata {
  /**
   * The escape hatch: JSONata 2.0.6 with the functions of Step Functions, parsed and checked when the workflow is defined.
   * `${expr}` stands for a run-time value. What it comes to is the author's word: `T` is not checked.
   * @example jsonata<number>`$sum(${order.items}.price)`
   */
  <T>(texts: TemplateStringsArray, ...values: readonly unknown[]): Expr<T>
  /**
   * JSONata whose result is taken to be what a schema says: nothing checks it. It is written into the plan unguarded: where
   * it, or a field read from it, comes to nothing, the step that reads it fails.
   * @param schema - plain JSON: no transform, default, coerce or date.
   * @example jsonata.as(z.object({ total: z.number() }))`${answer}`.total
   */
  as<S extends Schema>(schema: S): (texts: TemplateStringsArray, ...values: readonly unknown[]) => Expr<z.output<S>>
}

/** JSONata in a workflow. */
export const jsonata: Jsonata = Object.assign(
  <T>(texts: TemplateStringsArray, ...values: readonly unknown[]) =>
    made<T>(texts, values, { ...unknownShape, optional: true }),
  {
    as:
      <S extends Schema>(schema: S) =>
      (texts: TemplateStringsArray, ...values: readonly unknown[]) => {
        checkStable(schema, "A jsonata expression")
        return made<z.output<S>>(texts, values, schemaData(schema, "output").shape)
      },
  },
)

function made<T>(texts: TemplateStringsArray, values: readonly unknown[], shape: Shape): Expr<T> {
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
