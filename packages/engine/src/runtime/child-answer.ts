import type { JsonObject } from "../asl/json.ts"
import type { ChildEnd, Run } from "../core/index.ts"
import type { StatusChange, TokenAnswer } from "../ports/sessions.ts"
import { messageText } from "./message.ts"
import type { ParentLink } from "./stored-header.ts"

/** A child execution that has ended. */
interface Child {
  readonly run: Run
  readonly parent: ParentLink | undefined
}

/**
 * What a child's end answers to whoever awaits it; undefined where nobody does. As recorded of a child workflow: a
 * success is what DescribeExecution says, a failure is `States.TaskFailed` with that as its cause. A distributed Map is
 * told of its child's own output or failure.
 */
export function childAnswer({ run, parent }: Child, end: StatusChange): TokenAnswer | undefined {
  if (parent?.awaits === undefined || end.status === "RUNNING" || end.status === "PARKED") return undefined
  const { token: first, mode } = parent.awaits
  const token = run.awaitedBy ?? first
  if (mode === "map") return { token, answer: mapAnswer(run, { status: end.status, at: end.at }, token) }
  const description = describe(run, end, mode === "sync:2")
  const answer =
    end.status === "SUCCEEDED"
      ? messageText({ type: "TokenSucceeded", token, output: description })
      : messageText({
          type: "TokenFailed",
          token,
          error: "States.TaskFailed",
          cause: JSON.stringify(describe(run, end, false)),
        })
  return { token, answer }
}

function mapAnswer(
  { header, output, error, cause }: Run,
  { status, at }: { readonly status: ChildEnd["status"]; readonly at: number },
  token: string,
): string {
  const child = { status, startedAt: header.startedAt, stoppedAt: at }
  if (status === "SUCCEEDED") return messageText({ type: "TokenSucceeded", token, output: output ?? null, child })
  const failure = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) }
  return messageText({ type: "TokenFailed", token, ...failure, child })
}

/** DescribeExecution, members in alphabetical order; `json`: input and output as JSON, else as its text. */
function describe({ header, output }: Run, end: StatusChange, json: boolean): JsonObject {
  const included = { Included: true }
  return {
    ...(end.cause === undefined ? {} : { Cause: end.cause }),
    ...(end.error === undefined ? {} : { Error: end.error }),
    ExecutionArn: header.id,
    Input: json ? header.input : JSON.stringify(header.input),
    InputDetails: included,
    Name: header.name,
    ...(output === undefined ? {} : { Output: json ? output : JSON.stringify(output), OutputDetails: included }),
    StartDate: header.startedAt,
    StateMachineArn: header.stateMachine.id,
    Status: end.status,
    StopDate: end.at,
  }
}
