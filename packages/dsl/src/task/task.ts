import { z } from "zod"

import { schemaData } from "../expr/shape.ts"
import type { Input } from "../expr/expr.ts"
import type { Jsonified } from "../expr/jsonified.ts"
import { lift } from "../expr/lift.ts"
import { positionHere } from "../scope/source-position.ts"
import { trace } from "../scope/tracing.ts"
import type { TaskData } from "../tree/index.ts"
import { type Call, makeCall } from "./call.ts"
import type { TaskHandler } from "./handler.ts"
import { type LambdaOptions, lambdaOf } from "./lambda.ts"
import { checkErrorName, checkName } from "./name.ts"
import { type PolicyOptions, policyOf } from "./policy.ts"
import type { Schema } from "./schema.ts"

/** What a task declares. Its schemas may transform: the handler's wrapper runs them on every runtime. */
export interface TaskOptions<I extends Schema, O extends Schema> extends PolicyOptions {
  readonly input: I
  /** Default: anything. */
  readonly output?: O
  /** Its code; or attach it elsewhere with {@link handle}. */
  readonly handler?: TaskHandler<z.output<I>, z.input<O>>
  /** Error names that prove that nothing happened, so that there is nothing to compensate. Never retried; none of ASL's. */
  readonly notApplied?: readonly string[]
  /** The task changes nothing. */
  readonly readOnly?: boolean
  /**
   * The task queue that serves it, where the engine has queues: 1 to 80 characters, as a task's name. Default, and on AWS
   * always: no queue.
   */
  readonly queue?: string
  /** How its function is deployed to AWS. Its timeout is the task's. */
  readonly lambda?: LambdaOptions
}

/** A handler of some task. */
export type AnyHandler = TaskHandler<never, unknown>

/** The call signature of a task, as a method: so that every task is a `Task`. */
interface Callable<I, O> {
  call(input: Input<I>): Call<O, I>
}

/**
 * A named unit of work. Called with its input it gives a {@link Call} for `w.run`. `I` and `O` are what a workflow gives
 * and sees, after a JSON round trip; `H` is its handler's type.
 */
export type Task<I = unknown, O = unknown, H extends AnyHandler = AnyHandler> = Callable<I, O>["call"] & TaskFacts<H>

/** What is known of a task. */
export interface TaskFacts<H extends AnyHandler = AnyHandler> {
  readonly kind: "task"
  readonly name: string
  readonly data: TaskData
  readonly input: Schema
  readonly output: Schema
  readonly handler: H | undefined
}

/**
 * Defines a task.
 * @param name - 1 to 80 characters; the Lambda's and the queue job's name.
 * @throws {DefinitionError} with every problem.
 */
export function task<I extends Schema, O extends Schema = z.ZodUnknown>(
  name: string,
  options: TaskOptions<I, O>,
): Task<Jsonified<z.input<I>>, Jsonified<z.output<O>>, TaskHandler<z.output<I>, z.input<O>>> {
  const at = positionHere()
  const output = options.output ?? z.unknown()
  const data = trace(`task ${name}`, (): TaskData => {
    checkName(name, "task")
    if (options.queue !== undefined) checkName(options.queue, "queue")
    for (const error of options.notApplied ?? []) checkErrorName(error)
    return {
      name,
      input: schemaData(options.input, "input"),
      output: schemaData(output, "output"),
      policy: policyOf(options, `task ${name}`),
      notApplied: options.notApplied ?? [],
      readOnly: options.readOnly ?? false,
      ...(options.queue === undefined ? {} : { queue: options.queue }),
      ...(options.lambda === undefined ? {} : { lambda: lambdaOf(options.lambda, `task ${name}`) }),
      at,
    }
  })
  type Made = ReturnType<typeof task<I, O>>
  const call = (input: unknown): Call =>
    makeCall({
      name,
      shape: data.output.shape,
      task: made,
      data: { kind: "task", task: name, input: lift(input), at: positionHere() },
    })
  const made: Made = Object.defineProperties(call, {
    name: { value: name },
    kind: { value: "task", enumerable: true },
    data: { value: data, enumerable: true },
    input: { value: options.input, enumerable: true },
    output: { value: output, enumerable: true },
    handler: { value: options.handler, enumerable: true },
  }) as unknown as Made // its members were just defined
  return made
}

/** A handler for a task that was defined without one. */
export interface Handled {
  readonly task: Task
  readonly handler: AnyHandler
}

/** Attaches code to a task that is defined elsewhere: keeps workflow definitions free of what handlers import. */
export function handle<H extends AnyHandler>(task: TaskFacts<H> & Task, handler: NoInfer<H>): Handled {
  return { task, handler }
}
