import { historyToApi } from "@stepwright/engine/inspect"
import type { Context } from "hono"
import { streamSSE } from "hono/streaming"

import { executionView } from "./execution.ts"
import type { RestParts } from "./rest-api.ts"

/** What is followed. */
export interface Followed {
  readonly arn: string
  /** Only events after the one of this id. */
  readonly after: number
  readonly includeExecutionData: boolean
}

/** Milliseconds of silence after which a comment goes out, so that nobody between takes the connection for dead. */
const quietMs = 15_000

/**
 * An execution's history as server-sent events: each event as a message with its id, and at last one of the type `end`
 * with the execution. What the reader does not take is not read ahead.
 */
export function follow(
  context: Context,
  { client, service, closing }: Pick<RestParts, "client" | "service" | "closing">,
  { arn, after, includeExecutionData }: Followed,
): Response {
  return streamSSE(context, async (stream) => {
    const gone = new AbortController()
    stream.onAbort(() => gone.abort())
    const signal = AbortSignal.any([gone.signal, closing])
    let [last, writing, quiet] = [after, 0, true]
    const send = async (write: () => Promise<unknown>): Promise<void> => {
      writing++
      quiet = false
      await write()
      writing--
    }
    const beat = setInterval(() => {
      // A reader who takes nothing is given nothing more.
      if (writing === 0 && quiet) void send(() => stream.write(": \n\n"))
      quiet = true
    }, quietMs)
    try {
      for await (const event of client.subscribe(arn, { after, signal })) {
        const [shown] = historyToApi([event], { includeExecutionData })
        await send(() => stream.writeSSE({ id: String(event.id), data: JSON.stringify(shown) }))
        last = event.id
      }
      if (signal.aborted) return
      const described = await service.call("DescribeExecution", { executionArn: arn })
      const { input, output, ...facts } = executionView(described)
      const shown = includeExecutionData ? { ...facts, input, output } : facts
      await send(() => stream.writeSSE({ event: "end", id: `${last}.end`, data: JSON.stringify(shown) }))
    } finally {
      clearInterval(beat)
    }
  })
}
