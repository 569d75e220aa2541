import { createRoute, z } from "@hono/zod-openapi"

import { follow } from "./follow.ts"
import { json, refusals } from "./responses.ts"
import type { RestApp, RestParts } from "./rest-api.ts"

const event = z
  .looseObject({ id: z.int(), previousEventId: z.int(), timestamp: z.number(), type: z.string() })
  .openapi("HistoryEvent", { description: "As GetExecutionHistory of AWS has it; times are seconds since 1970." })

const page = z
  .object({
    events: z.array(event),
    cursor: z.string().optional().openapi({ description: "Leads to the next page; absent on the last one." }),
  })
  .openapi("History")

const route = createRoute({
  method: "get",
  path: "/executions/{arn}/history",
  summary: "Read an execution's history, or follow it as server-sent events",
  request: {
    params: z.object({ arn: z.string() }),
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1000).default(100).openapi({ type: "integer" }),
      reverse: z.enum(["true", "false"]).default("false").openapi({ description: "Newest first." }),
      data: z.enum(["true", "false"]).default("true").openapi({ description: "Inputs, outputs and variables." }),
      cursor: z.string().optional(),
    }),
    headers: z.object({
      accept: z.string().optional().openapi({ description: "text/event-stream follows it to its end." }),
      "last-event-id": z
        .string()
        .regex(/^\d{1,9}(\.end)?$/)
        .optional()
        .openapi({ description: "Of a stream: only what came after this event." }),
    }),
  },
  responses: {
    200: {
      description: "A page of events; or each as a message, and at last one of the type `end` with the execution.",
      content: { ...json("", page).content, "text/event-stream": { schema: z.string() } },
    },
    204: { description: "Of a stream: its end was told before." },
    ...refusals,
  },
})

/** `GET /executions/{arn}/history` */
export function addHistory(app: RestApp, parts: RestParts): void {
  app.openapi(route, async (context) => {
    const { arn } = context.req.valid("param")
    const { limit, reverse, data, cursor } = context.req.valid("query")
    const { accept, "last-event-id": after = "0" } = context.req.valid("header")
    const streamed = /\btext\/event-stream\b/i.test(accept ?? "")
    const answer = await parts.call(context.get("user"), "GetExecutionHistory", [arn], {
      executionArn: arn,
      includeExecutionData: data === "true",
      // Of a stream only whether there is such an execution, and whether this caller may.
      maxResults: streamed ? 1 : limit,
      reverseOrder: !streamed && reverse === "true",
      ...(cursor === undefined || streamed ? {} : { nextToken: cursor }),
    })
    if (streamed) {
      if (after.endsWith(".end")) return context.body(null, 204)
      return follow(context, parts, { arn, after: Number(after), includeExecutionData: data === "true" })
    }
    const next = answer["nextToken"]
    const events = answer["events"] as z.output<typeof event>[] // as GetExecutionHistory answers
    return context.json({ events, ...(typeof next === "string" ? { cursor: next } : {}) }, 200)
  })
}
