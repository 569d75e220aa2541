import type { Fact } from "../core/index.ts"
import type { InboxMessage } from "./message.ts"
import { addressOf } from "./seed.ts"

/** The fact that a token's final answer is; undefined where the token is not of this engine's making. */
export function answerFact(
  message: Extract<InboxMessage, { readonly type: "TokenSucceeded" | "TokenFailed" }>,
  at: number,
  digest: number | undefined,
): Fact | undefined {
  const address = addressOf(message.token)
  if (address === undefined) return undefined
  const { child } = message
  const base = {
    ...address,
    at,
    ...(digest === undefined ? {} : { digest }),
    ...(child === undefined ? {} : { child }),
  }
  if (message.type === "TokenSucceeded") return { type: "TaskSucceeded", ...base, output: message.output }
  const { error, cause, again } = message
  return {
    type: "TaskFailed",
    ...base,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...(again === undefined ? {} : { again }),
  }
}
