import type { RunChild } from "./command.ts"
import type { Fact } from "./fact.ts"
import type { ExecutionHeader } from "./header.ts"
import type { Run } from "./run.ts"

/** What a distributed Map's child execution is: the machine is its parent's, begun with the Map's processor. */
export function childHeader(
  parent: ExecutionHeader,
  order: RunChild,
  own: { readonly seed: string; readonly startedAt: number },
): ExecutionHeader {
  const { version, stateMachine, roleArn } = parent
  const { id, name, input, state } = order
  const rootKey = `${parent.rootKey ?? parent.id}/${order.path}`
  return { version, id, name, stateMachine, roleArn, input, ...own, rootKey, map: { state } }
}

/**
 * What a child execution that has ended answers to the order that it was started by, at the time of the answer.
 * @throws {Error} while it runs.
 */
export function childAnswer(
  { frame, seq }: Pick<RunChild, "frame" | "seq">,
  { header, status, output, error, cause }: Run,
  stoppedAt: number,
  at: number = stoppedAt,
): Extract<Fact, { readonly type: "TaskSucceeded" | "TaskFailed" }> {
  if (status === "RUNNING") throw new Error(`the execution ${header.id} has not ended`)
  const child = { status, startedAt: header.startedAt, stoppedAt }
  if (status === "SUCCEEDED") return { type: "TaskSucceeded", frame, seq, at, output: output ?? null, child }
  return {
    type: "TaskFailed",
    frame,
    seq,
    at,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    child,
  }
}
