import { z } from "@hono/zod-openapi"
import { EngineError } from "@stepwright/engine"

import type { RestParts } from "./rest-api.ts"

/** `?wait=`: seconds. */
export const waitSchema: z.ZodType<number | undefined> = z.coerce.number().int().min(0).max(60).optional().openapi({
  type: "integer",
  description: "How many seconds to wait for the execution's end before it is answered as it stands.",
  example: 10,
}) as z.ZodType<number | undefined>

/** Waits until an execution ends, the time is over, or the server is to end. */
export async function waitForEnd(
  { client, closing }: Pick<RestParts, "client" | "closing">,
  id: string,
  seconds: number | undefined,
): Promise<void> {
  if (seconds === undefined || seconds === 0 || closing.aborted) return
  let leave = (): void => undefined
  const closed = new Promise<void>((resolve) => {
    leave = resolve
    closing.addEventListener("abort", leave)
  })
  try {
    await Promise.race([ended(client, id, seconds), closed])
  } finally {
    closing.removeEventListener("abort", leave)
  }
}

async function ended(client: RestParts["client"], id: string, seconds: number): Promise<void> {
  try {
    await client.result(id, { timeoutMs: seconds * 1000 })
  } catch (error) {
    const isLate = EngineError.is(error) && (error.code === "RESULT_TIMEOUT" || error.code === "ENGINE_CLOSED")
    if (!isLate) throw error
  }
}
