import type { z } from "zod"

import { Refusal } from "../runtime/handler-failure.ts"
import { isSecretIn } from "./is-secret-in.ts"
import { issuesText, schemaIssues } from "./schema-issues.ts"

/** What did not fit which schema. */
export interface Misfitting {
  readonly task: string
  readonly side: "input" | "output"
  readonly schema: z.core.$ZodType
  readonly value: unknown
}

/** What a task fails with whose input or output does not fit its schema: with every problem. */
export function misfit({ task, side, schema, value }: Misfitting, error: z.core.$ZodError): Refusal {
  const issues = schemaIssues(error, value, (path) => isSecretIn(schema, path))
  const name = side === "input" ? "Stepwright.InputInvalid" : "Stepwright.OutputInvalid"
  return new Refusal(name, `The ${side} of task '${task}' does not fit: ${issuesText(issues)}`)
}
