import {
  type Block,
  type CallData,
  nodesOf,
  type SourcePosition,
  type StepPolicy,
  type TaskData,
} from "@stepwright/dsl"

import type { AwsWorkflow } from "./app.ts"
import type { Draft } from "./draft.ts"
import { callsOf } from "./iam/calls.ts"

/** A task that an app needs a function for. */
export interface AppTask {
  readonly name: string
  /** Absent for one of a plan that came without its tree. */
  readonly data?: TaskData
  /** The most that a step gives it; absent where none says. */
  readonly timeoutSeconds?: number
  /** Some step gives it no time limit: it may take as long as the deployment's functions may. */
  readonly unlimited?: true
  /** The workflows that wait for its answer by a token; true where a distributed Map's children do. */
  readonly tokensOf: ReadonlyMap<string, boolean>
  /** The workflows that use it. */
  readonly usedBy: readonly string[]
}

/** Every task of an app's workflows, by name. */
export function tasksOf(workflows: readonly AwsWorkflow[], draft: Draft): readonly AppTask[] {
  const found = new Map<string, Mutable>()
  for (const { plan, tree } of workflows) {
    for (const binding of Object.values(plan.bindings)) {
      if (binding.kind !== "task") continue
      const known = found.get(binding.task)
      const data = tree?.tasks[binding.task]
      const task: Mutable = known ?? {
        name: binding.task,
        data,
        timeouts: [],
        unlimited: false,
        tokensOf: new Map(),
        usedBy: [],
      }
      if (known !== undefined && JSON.stringify(known.data) !== JSON.stringify(data))
        draft.report("AWS_TASK_CLASH", `Two tasks are called ${binding.task}.`, { at: data?.at, workflow: plan.name })
      if (!task.usedBy.includes(plan.name)) task.usedBy.push(plan.name)
      found.set(binding.task, task)
    }
    for (const [task, children] of tokenTasks({ plan })) found.get(task)?.tokensOf.set(plan.name, children)
    if (tree !== undefined) noteTimeouts(tree.body, found, draft, plan.name)
  }
  return [...found.values()]
    .map(({ name, data, timeouts, unlimited, tokensOf, usedBy }): AppTask => ({
      name,
      ...(data === undefined ? {} : { data }),
      ...(timeouts.length === 0 ? {} : { timeoutSeconds: Math.max(...timeouts) }),
      ...(unlimited ? { unlimited } : {}),
      tokensOf,
      usedBy: usedBy.toSorted(),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

interface Mutable {
  readonly name: string
  readonly data: TaskData | undefined
  readonly timeouts: number[]
  unlimited: boolean
  readonly tokensOf: Map<string, boolean>
  readonly usedBy: string[]
}

/**
 * The tasks that answer by a token themselves, as those with a heartbeat do, and whether in a distributed Map's children. The
 * token of a callback is for somebody else.
 */
function tokenTasks({ plan }: AwsWorkflow): ReadonlyMap<string, boolean> {
  const { calls, inChildren } = callsOf(plan.definition)
  const tasks = new Map<string, boolean>()
  for (const call of calls) {
    const [found] = call.service === "lambda" && call.given.has("Payload.token") ? call.given.at("FunctionName") : []
    const [, name = ""] = found?.kind === "text" ? (/^\$\{(\w+)\}$/.exec(found.text) ?? []) : []
    const binding = plan.bindings[name]
    if (binding?.kind === "task") tasks.set(binding.task, tasks.get(binding.task) === true || inChildren.has(call))
  }
  return tasks
}

const longestSeconds = 900

function noteTimeouts(body: Block, found: Map<string, Mutable>, draft: Draft, workflow: string): void {
  const note = (call: CallData, policy: StepPolicy, at: SourcePosition): void => {
    const task = call.kind === "task" ? found.get(call.task) : undefined
    const seconds = policy.timeoutSeconds ?? task?.data?.policy.timeoutSeconds
    if (task === undefined) return
    if (seconds === undefined) {
      task.unlimited = true
      return
    }
    if (seconds > longestSeconds)
      draft.report(
        "AWS_TIMEOUT_LAMBDA",
        `Task ${task.name} may run for ${seconds} s here; a function has ${longestSeconds}.`,
        {
          at,
          workflow,
        },
      )
    task.timeouts.push(Math.min(seconds, longestSeconds))
  }
  for (const node of nodesOf(body)) {
    if (node.kind === "run") note(node.call, node.policy, node.at)
    if (node.kind === "run" && node.pivot?.probe !== undefined) note(node.pivot.probe, {}, node.at)
    // What a callback waits for is the answer from outside: the function itself has its task's time.
    if (node.kind === "callback") note(node.call, {}, node.at)
    if (!("compensate" in node) || node.compensate === undefined) continue
    const { known, unknown, policy, at } = node.compensate
    note(known, policy, at)
    if (unknown !== undefined) note(unknown, policy, at)
  }
}
