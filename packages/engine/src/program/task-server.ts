import type { AnyHandler, TaskHandler } from "@stepwright/dsl"
import { z } from "zod"

import type { Json } from "../asl/json.ts"
import type { HandlerContext, TaskServer } from "../runtime/handler-context.ts"
import { Refusal, type RefusalName } from "../runtime/handler-failure.ts"
import { issuesText, schemaIssues } from "./schema-issues.ts"

/** What guards a handler. */
export interface GuardedTask {
  readonly name: string
  readonly input: z.ZodType
  readonly output: z.ZodType
}

/**
 * Puts a task's schemas around its handler: what does not fit fails the task as `Stepwright.InputInvalid` or
 * `Stepwright.OutputInvalid` with every problem. Stays synchronous where schemas and handler are.
 */
export function taskServer(task: GuardedTask, handler: AnyHandler): TaskServer {
  const run = handler as TaskHandler<unknown, unknown> // its input was parsed by its own schema
  const input = checker(task.input, "Stepwright.InputInvalid", `The input of task '${task.name}' does not fit`)
  const output = checker(task.output, "Stepwright.OutputInvalid", `The output of task '${task.name}' does not fit`)
  return (given: Json, context: HandlerContext): unknown =>
    chain(input(given), (parsed) => chain(run(parsed, context), output))
}

type Checker = (value: unknown) => unknown

function checker(schema: z.ZodType, error: RefusalName, what: string): Checker {
  const refuse = (failure: z.core.$ZodError, value: unknown): never => {
    throw new Refusal(error, `${what}: ${issuesText(schemaIssues(failure, value))}`)
  }
  let asynchronous = false
  const checkAsync = async (value: unknown): Promise<unknown> => {
    const result = await schema.safeParseAsync(value)
    return result.success ? result.data : refuse(result.error, value)
  }
  if (schema instanceof z.ZodUnknown || schema instanceof z.ZodAny) return (value) => value
  return (value) => {
    if (asynchronous) return checkAsync(value)
    let result: z.ZodSafeParseResult<unknown>
    try {
      result = schema.safeParse(value)
    } catch (thrown) {
      if (!(thrown instanceof z.core.$ZodAsyncError)) throw thrown
      asynchronous = true
      return checkAsync(value)
    }
    return result.success ? result.data : refuse(result.error, value)
  }
}

/** Goes on at once with a value, or later with a promise's. */
function chain(value: unknown, next: (value: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null || typeof (value as { then?: unknown }).then !== "function") {
    return next(value)
  }
  return Promise.resolve(value).then(next)
}
