import { createRoute, z } from "@hono/zod-openapi"

import { executionSchema, executionView } from "./execution.ts"
import { machineArnOf } from "./machine-arn.ts"
import { json, refusals } from "./responses.ts"
import type { RestApp, RestParts } from "./rest-api.ts"

const page = z
  .object({
    executions: z.array(executionSchema),
    cursor: z.string().optional().openapi({ description: "Leads to the next page; absent on the last one." }),
  })
  .openapi("Executions")

const route = createRoute({
  method: "get",
  path: "/executions",
  summary: "List a state machine's executions, newest first",
  request: {
    query: z.object({
      stateMachine: z.string().min(1).openapi({ description: "A name, or an ARN." }),
      status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"]).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100).openapi({ type: "integer" }),
      cursor: z.string().optional(),
    }),
  },
  responses: { 200: json("A page of executions.", page), ...refusals },
})

/** `GET /executions` */
export function addList(app: RestApp, parts: RestParts): void {
  app.openapi(route, async (context) => {
    const { stateMachine, status, limit, cursor } = context.req.valid("query")
    const machine = machineArnOf(parts.service, stateMachine)
    const answer = await parts.call(context.get("user"), "ListExecutions", [machine], {
      stateMachineArn: machine,
      maxResults: limit,
      ...(status === undefined ? {} : { statusFilter: status }),
      ...(cursor === undefined ? {} : { nextToken: cursor }),
    })
    const listed = answer["executions"] as readonly Readonly<Record<string, unknown>>[] // as ListExecutions answers
    const next = answer["nextToken"]
    return context.json(
      { executions: listed.map(executionView), ...(typeof next === "string" ? { cursor: next } : {}) },
      200,
    )
  })
}
