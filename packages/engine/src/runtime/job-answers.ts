import { isJsonObject, type Json } from "../asl/json.ts"
import type { TaskAnswer } from "../plan/envelope.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { AnswerResult } from "../ports/inbox.ts"
import type { JobAnswers, JobFailure } from "../ports/task-queues.ts"
import { asInvocation } from "./invocation.ts"
import { reportedFailure } from "./handler-failure.ts"
import { type JobForm, readJobId } from "./job-id.ts"
import { type InboxMessage, messageText } from "./message.ts"
import { systemClock } from "./system-clock.ts"

/**
 * Puts what came of jobs into the inboxes of the executions that await it. For a worker of a task queue in a process of its
 * own, over the backend that the engine runs on.
 */
export function jobAnswers(backend: Backend, clock: Clock = systemClock): JobAnswers {
  const send = async (body: Extract<InboxMessage, { readonly token: string }>, final: boolean): Promise<AnswerResult> =>
    await backend.inbox.answer({ token: body.token, body: messageText(body), final })

  const fail = async (id: string, { again, ...reported }: JobFailure): Promise<AnswerResult> => {
    const known = readJobId(id)
    if (known === undefined) return "unknown"
    const more = again === true ? { again } : {}
    return await send({ type: "TokenFailed", token: known.token, ...reportedFailure(reported), ...more }, true)
  }

  return {
    async succeeded({ id }, answer) {
      const known = readJobId(id)
      if (known === undefined) return "unknown"
      if (!isTaskAnswer(answer)) return await fail(id, answerInvalid)
      // The token was handed on: somebody else answers it.
      if (known.form === "call") return "accepted"
      const output = outputOf(known.form, answer)
      return await send({ type: "TokenSucceeded", token: known.token, output }, true)
    },
    failed: ({ id }, failure) => fail(id, failure),
    async heartbeat({ id }) {
      const known = readJobId(id)
      if (known === undefined) return "unknown"
      return await send({ type: "TokenHeartbeat", token: known.token, at: clock.now() }, false)
    },
  }
}

function outputOf(form: Exclude<JobForm, "call">, answer: TaskAnswer): Json {
  switch (form) {
    case "invoke":
      return asInvocation({ ...answer })
    case "answer":
      return { ...answer }
    case "payload":
      return asInvocation(answer.output)
    case "output":
      return answer.output
  }
}

const answerInvalid: JobFailure = {
  error: "Stepwright.AnswerInvalid",
  cause: 'The job returned something else than { "v": 1, "output": … }.',
}

function isTaskAnswer(value: unknown): value is TaskAnswer {
  return isJsonObject(value as Json) && (value as { v?: unknown }).v === 1 && Object.hasOwn(value as object, "output")
}
