import type { AnyHandler, Handled, Parsing, Schema, Task, TaskContext, TaskHandler } from "@stepwright/dsl"
import { jsonValue, misfit, type TaskAnswer } from "@stepwright/engine/handler"

import { namedError } from "./named-error.ts"

/** A task and its code. In a bundle, a task without an output schema has none. */
export interface Served {
  readonly name: string
  readonly input: Schema | undefined
  readonly output: Schema | undefined
  readonly run: TaskHandler<unknown, unknown>
}

/** @throws {Error} `Stepwright.Unbound`: a task without a handler */
export function servedBy(given: Handled | Task): Served {
  const { task, handler }: { readonly task: Task; readonly handler: AnyHandler | undefined } =
    "task" in given ? given : { task: given, handler: given.handler }
  if (handler === undefined) throw namedError("Stepwright.Unbound", `The task '${task.name}' has no handler.`)
  const { name, input, output } = task
  return { name, input, output, run: handler as TaskHandler<unknown, unknown> } // its input is parsed by its own schema
}

/** Checks the input, runs the handler, checks its output; throws what the handler throws. */
export async function serve(served: Served, given: unknown, context: TaskContext): Promise<TaskAnswer> {
  const answered = await served.run(await fitting(served, "input", given), context)
  return { v: 1, output: jsonValue(await fitting(served, "output", answered)) }
}

async function fitting(served: Served, side: "input" | "output", value: unknown): Promise<unknown> {
  const schema = served[side]
  if (schema === undefined) return value
  const parsed = await (schema as Schema & Parsing).safeParseAsync(value)
  if (parsed.success) return parsed.data
  throw misfit({ task: served.name, side, schema, value }, parsed.error)
}
