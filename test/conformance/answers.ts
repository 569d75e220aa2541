import type { RunTask } from "@stepwright/engine"
import { isJsonObject, type Json } from "@stepwright/engine/asl"

import type { Attempt } from "./case.ts"
import type { MockBook } from "./mocks.ts"

/** An answer to a task, and how long after the order it comes. */
export interface TimedAnswer {
  readonly afterMs: number
  readonly fact: Answer
}

/** A fact without its address and time. */
export type Answer =
  | { readonly type: "TaskSubmitted" | "TaskSucceeded"; readonly output: Json }
  | { readonly type: "TaskFailed"; readonly error?: string; readonly cause?: string; readonly submit?: true }
  | { readonly type: "TaskTimedOut"; readonly reason: "timeout" | "heartbeat" }

/** What the recording answers to an order: the call's response, then the outcome. */
export function answersTo(order: RunTask, mocks: MockBook): readonly TimedAnswer[] {
  if (!mocks.knows(order.state)) {
    if (order.resource.endsWith(":s3:getObject")) return [{ afterMs: 0, fact: objectOf(order.input, mocks) }]
    // No attempt was recorded although the activity was asked for: there was no such activity.
    if (order.pattern === "activity") {
      return [
        {
          afterMs: 0,
          fact: {
            type: "TaskFailed",
            error: "States.Runtime",
            cause: `The activity ${order.resource} does not exist.`,
          },
        },
      ]
    }
  }
  const attempt = mocks.take(order)
  if (attempt === undefined) return [{ afterMs: 0, fact: { type: "TaskFailed", error: "Conformance.NotRecorded" } }]
  const outcome = outcomeOf(attempt, order)
  const answers = outcome === undefined ? [] : [outcome]
  if (attempt.submitted === undefined) return answers
  return [{ afterMs: 0, fact: { type: "TaskSubmitted", output: attempt.submitted } }, ...answers]
}

function outcomeOf(attempt: Attempt, order: RunTask): TimedAnswer | undefined {
  if (attempt.never === true) return timedOut(attempt, order)
  if (attempt.aborted === true) return undefined
  if (attempt.output !== undefined) return { afterMs: 0, fact: { type: "TaskSucceeded", output: attempt.output } }
  const submits = order.pattern === "sync" || order.pattern === "callback"
  const submit = submits && attempt.submitted === undefined ? ({ submit: true } as const) : {}
  return { afterMs: 0, fact: { ...failed(attempt), ...submit } }
}

/** The task did not answer: whichever of its limits is the shorter passes. */
function timedOut(attempt: Attempt, order: RunTask): TimedAnswer {
  const { timeoutSeconds = Infinity, heartbeatSeconds = Infinity } = order
  const seconds = Math.min(timeoutSeconds, heartbeatSeconds)
  if (seconds === Infinity) return { afterMs: 0, fact: failed(attempt) }
  const reason = heartbeatSeconds < timeoutSeconds ? "heartbeat" : "timeout"
  return { afterMs: seconds * 1000, fact: { type: "TaskTimedOut", reason } }
}

function failed({ error, cause }: Attempt): Extract<Answer, { readonly type: "TaskFailed" }> {
  return {
    type: "TaskFailed",
    ...(typeof error === "string" ? { error } : {}),
    ...(cause === undefined ? {} : { cause }),
  }
}

function objectOf(input: Json, mocks: MockBook): Answer {
  const given = isJsonObject(input) ? input : {}
  const object = mocks.object(given.Bucket, given.Key)
  if (object === undefined)
    return { type: "TaskFailed", error: "S3.NoSuchKeyException", cause: "The specified key does not exist." }
  return { type: "TaskSucceeded", output: { Body: object.body } }
}
