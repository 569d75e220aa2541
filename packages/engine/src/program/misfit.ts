import type { z } from "zod"

import { Refusal } from "../runtime/handler-failure.ts"
import { isSecretIn } from "./is-secret-in.ts"
import { issuesText, schemaIssues } from "./schema-issues.ts"

/** A task's name and schemas. */
interface Schemas {
  readonly name: string
  readonly input: z.core.$ZodType
  readonly output: z.core.$ZodType
}

/** What a task fails with whose input or output does not fit its schema: with every problem. */
export function misfit(task: Schemas, side: "input" | "output", error: z.core.$ZodError, value: unknown): Refusal {
  const issues = schemaIssues(error, value, (path) => isSecretIn(task[side], path))
  const name = side === "input" ? "Stepwright.InputInvalid" : "Stepwright.OutputInvalid"
  return new Refusal(name, `The ${side} of task '${task.name}' does not fit: ${issuesText(issues)}`)
}
