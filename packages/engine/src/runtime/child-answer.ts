import type { JsonObject } from "../asl/json.ts"
import type { Run } from "../core/index.ts"
import type { StatusChange, TokenAnswer } from "../ports/sessions.ts"
import { messageText } from "./message.ts"
import type { ParentLink } from "./stored-header.ts"

/** A child execution that has ended. */
interface Child {
  readonly run: Run
  readonly parent: ParentLink | undefined
}

/**
 * What a child workflow's end answers to the step that awaits it; undefined where none does. As recorded: a success is
 * what DescribeExecution says, a failure is `States.TaskFailed` with that as its cause.
 */
export function childAnswer({ run, parent }: Child, end: StatusChange): TokenAnswer | undefined {
  if (parent?.awaits === undefined) return undefined
  const { token, mode } = parent.awaits
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
