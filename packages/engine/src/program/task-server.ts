import type { AnyHandler, Schema, TaskHandler } from "@stepwright/dsl"

import type { Json } from "../asl/json.ts"
import type { HandlerContext, TaskServer } from "../runtime/handler-context.ts"
import { jsonValue } from "../runtime/json-text.ts"
import { misfit } from "./misfit.ts"
import { rebuilds } from "./rebuilds.ts"
import { type Parsed, schemaParser } from "./schema-parser.ts"

/** What guards a handler. */
export interface GuardedTask {
  readonly name: string
  readonly input: Schema
  readonly output: Schema
}

/**
 * Puts a task's schemas around its handler: what does not fit fails the task as `Stepwright.InputInvalid` or
 * `Stepwright.OutputInvalid` with every problem. Stays synchronous where schemas and handler are.
 */
export function taskServer(task: GuardedTask, handler: AnyHandler): TaskServer {
  const run = handler as TaskHandler<unknown, unknown> // its input was parsed by its own schema
  const input = checker(task, "input")
  const output = checker(task, "output")
  const own = rebuilds(task.input) ? (given: Json) => given : jsonValue
  return (given: Json, context: HandlerContext): unknown =>
    chain(input(own(given)), (parsed) => chain(run(parsed, context), output))
}

type Checker = (value: unknown) => unknown

function checker(task: GuardedTask, side: "input" | "output"): Checker {
  const parse = schemaParser(task[side])
  if (parse === undefined) return (value) => value
  const outcome = (result: Parsed, value: unknown): unknown => {
    if (result.success) return result.data
    throw misfit({ task: task.name, side, schema: task[side], value }, result.error)
  }
  return (value) => {
    const parsed = parse(value)
    return parsed instanceof Promise ? parsed.then((result) => outcome(result, value)) : outcome(parsed, value)
  }
}

/** Goes on at once with a value, or later with a promise's. */
function chain(value: unknown, next: (value: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null || typeof (value as { then?: unknown }).then !== "function") {
    return next(value)
  }
  return Promise.resolve(value).then(next)
}
