import type { QueueOptions } from "@stepwright/adapters/bullmq"

import { CliError } from "../errors.ts"
import type { WorkerProgram } from "../load/load-worker-program.ts"
import { withChildren } from "../load/workflows-of.ts"

/** Jobs of one queue at once, where nothing else is said. */
const usual = 10
const most = 10_000

/**
 * Which task queues a worker serves.
 * @param asked - `name` or `name=n`, n the jobs at once, 0: it only sends. `true`, or none: every queue that the program's
 * tasks were defined with or its resources bound to, as far as all of their tasks have handlers here.
 * @throws {CliError} `QUEUE_UNSERVED` with every queue that is named and cannot be served; `USAGE`
 */
export function servedQueues(
  asked: true | readonly string[],
  program: WorkerProgram,
): Readonly<Record<string, QueueOptions>> {
  const known = queuesOf(program)
  if (asked === true || asked.length === 0) {
    const whole = [...known].filter(
      ([, tasks]) => [...tasks.values()].every((isHandled) => isHandled) && tasks.size > 0,
    )
    return Object.fromEntries(whole.map(([name]) => [name, { concurrency: usual }]))
  }
  const served = asked.map(parse)
  const problems = served.flatMap(({ name, concurrency }) => (concurrency === 0 ? [] : problemsOf(name, known)))
  if (problems.length > 0) throw new CliError("QUEUE_UNSERVED", problems.join("\n"))
  return Object.fromEntries(served.map(({ name, concurrency }) => [name, concurrency === 0 ? {} : { concurrency }]))
}

/** By queue its tasks, and whether each has a handler here. */
type Queues = ReadonlyMap<string, ReadonlyMap<string, boolean>>

function queuesOf({ workflows, handlers, resources }: WorkerProgram): Queues {
  const attached = new Set(handlers.map(({ task }) => task.name))
  const queues = new Map<string, Map<string, boolean>>()
  const add = (queue: string | undefined, task: string, hasHandler: boolean): void => {
    if (queue === undefined) return
    const tasks = queues.get(queue) ?? new Map<string, boolean>()
    queues.set(queue, tasks.set(task, hasHandler || attached.has(task)))
  }
  for (const value of workflows) {
    if (value.kind === "workflow") {
      const tasks = withChildren(value).flatMap((each) => [...each.tasks.values()])
      for (const { name, data, handler } of tasks) add(data.queue, name, handler !== undefined)
    } else {
      for (const binding of Object.values(value.plan.bindings))
        if (binding.kind === "task") add(binding.queue, binding.task, false)
    }
  }
  for (const { task } of handlers) add(task.data.queue, task.name, true)
  for (const bound of Object.values(resources)) {
    if (typeof bound === "function") continue
    // Without a task of its own it is named after whatever resource is called.
    if (bound.task === undefined) queues.set(bound.queue, queues.get(bound.queue) ?? new Map<string, boolean>())
    else add(bound.queue, bound.task, false)
  }
  return queues
}

function problemsOf(name: string, known: Queues): readonly string[] {
  const tasks = known.get(name)
  if (tasks === undefined) {
    const others = known.size === 0 ? "none has any" : `there are ${[...known.keys()].join(", ")}`
    return [`No task of the files was defined with the queue '${name}'; ${others}.`]
  }
  const missing = [...tasks].flatMap(([task, isHandled]) => (isHandled ? [] : [`'${task}'`]))
  return missing.length === 0 ? [] : [`Of the queue '${name}' these tasks have no handler here: ${missing.join(", ")}.`]
}

function parse(text: string): { readonly name: string; readonly concurrency: number } {
  const [, name = "", count] = /^([^=]+)(?:=(\d{1,5}))?$/.exec(text) ?? []
  const concurrency = count === undefined ? usual : Number(count)
  if (name !== "" && concurrency <= most) return { name, concurrency }
  throw new CliError("USAGE", `--queues takes NAME or NAME=N, N from 0 to ${most}: ${text}`)
}
