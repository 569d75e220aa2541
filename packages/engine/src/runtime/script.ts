import type { Json } from "../asl/json.ts"
import type { RunTask } from "../core/index.ts"
import type { Answers } from "./answers.ts"
import { jsonValue } from "./json-text.ts"
import type { Owned } from "./owned.ts"
import type { Work } from "./work.ts"

/** What the world answers to an order. A failure may lack a name or a cause, as AWS's own may. */
export type ScriptedAnswer =
  /** The call of a `.sync` or `.waitForTaskToken` returned; an activity was scheduled, or taken up. */
  | { readonly type: "TaskSubmitted"; readonly output: Json }
  | { readonly type: "TaskSucceeded"; readonly output: Json }
  /** `submit`: the call of a `.sync` or `.waitForTaskToken` failed. */
  | { readonly type: "TaskFailed"; readonly error?: string; readonly cause?: string; readonly submit?: true }

/**
 * Plays the world outside: what comes of an order, in turn, instead of what would serve it. Without a final answer the
 * order is answered by its own timeout, or never.
 */
export type Script = (order: RunTask) => readonly ScriptedAnswer[]

/** Carries a script's answers out. */
export function playScript(script: Script, answers: Answers, owned: Owned, work: Work, order: RunTask): void {
  // Until its final answer the script is at work on it, like a handler: the execution is not let go of.
  owned.calls++
  for (const answer of script(order)) {
    if (answer.type === "TaskSubmitted") {
      answers.submitted(owned, work, jsonValue(answer.output))
      continue
    }
    owned.calls--
    if (answer.type === "TaskSucceeded") answers.succeeded(owned, work, jsonValue(answer.output))
    else if (answer.submit === true) answers.submitFailed(owned, work, answer)
    else answers.failed(owned, work, answer)
    answers.rested(owned)
    return
  }
}
