import type { Task, Workflow } from "@stepwright/dsl"

/** The shortest heartbeat that a task declares, or a step of it in any of the workflows, in seconds. */
export function heartbeatOf(task: Task | undefined, workflows: readonly Workflow[]): number | undefined {
  if (task === undefined) return undefined
  const own = task.data.policy.heartbeatSeconds
  const steps = workflows.flatMap(({ tree }) => heartbeatsIn(tree.body, task.name))
  const all = own === undefined ? steps : [own, ...steps]
  return all.length === 0 ? undefined : Math.min(...all)
}

/** Of every node and compensation, at whatever depth, that calls the task with a policy of its own. */
function heartbeatsIn(part: unknown, task: string): readonly number[] {
  if (Array.isArray(part)) return part.flatMap((inner) => heartbeatsIn(inner, task))
  if (typeof part !== "object" || part === null) return []
  const { policy } = part as { readonly policy?: { readonly heartbeatSeconds?: number } } // any part of a tree
  const seconds = policy?.heartbeatSeconds
  const calls = Object.values(part).some((call) => isCallOf(call, task))
  const inner = Object.values(part).flatMap((member) => heartbeatsIn(member, task))
  return seconds !== undefined && calls ? [seconds, ...inner] : inner
}

function isCallOf(call: unknown, task: string): boolean {
  if (typeof call !== "object" || call === null || !("kind" in call) || !("task" in call)) return false
  return call.kind === "task" && call.task === task
}
