import { hash } from "node:crypto"

import { isJsonObject, type Json } from "../asl/json.ts"
import type { RunTask } from "../core/index.ts"
import { deadLetterRoute } from "./execution-route.ts"
import type { NewDeadLetter } from "../ports/dead-letters.ts"

/** The letter that an `sqs:sendMessage` to the dead-letter queue writes, and what it responds with. */
export function deadLetterOf(
  execution: string,
  order: RunTask,
  at: number,
): { readonly letter: NewDeadLetter; readonly response: Json } {
  const given = isJsonObject(order.input) ? order.input.MessageBody : undefined
  const body = typeof given === "string" ? given : JSON.stringify(given ?? null)
  const own = hash("sha256", `${execution}/${order.frame}/${order.seq}`, "hex")
  const id = deadLetterRoute(execution) + own.slice(8, 32)
  const MessageId = `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`
  return {
    letter: { id: MessageId, execution, at, body },
    response: { MD5OfMessageBody: hash("md5", body, "hex"), MessageId },
  }
}
