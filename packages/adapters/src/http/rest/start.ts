import { createRoute, z } from "@hono/zod-openapi"

import { executionSchema, executionView } from "./execution.ts"
import { json, refusals } from "./responses.ts"
import type { RestApp, RestParts } from "./rest-api.ts"
import { machineArnOf } from "./machine-arn.ts"
import { waitForEnd, waitSchema } from "./waiting.ts"

const body = z
  .strictObject({
    stateMachine: z.string().min(1).openapi({ description: "A name, or an ARN: of a version or an alias, too." }),
    input: z.unknown().optional().openapi({ description: "Any JSON. Default: {}." }),
    name: z.string().min(1).max(80).optional().openapi({
      description: "A second start with the same name and input finds the first one's execution.",
    }),
  })
  .openapi("StartExecution")

const route = createRoute({
  method: "post",
  path: "/executions",
  summary: "Start an execution",
  request: {
    query: z.object({ wait: waitSchema }),
    body: { required: true, content: { "application/json": { schema: body } } },
  },
  responses: { 201: json("It runs, or has ended within the time that was waited for.", executionSchema), ...refusals },
})

/** `POST /executions` */
export function addStart(app: RestApp, parts: RestParts): void {
  app.openapi(route, async (context) => {
    const { stateMachine, input = {}, name } = context.req.valid("json")
    const user = context.get("user")
    const machine = machineArnOf(parts.service, stateMachine)
    const started = await parts.call(user, "StartExecution", [machine], {
      stateMachineArn: machine,
      input: JSON.stringify(input),
      ...(name === undefined ? {} : { name }),
    })
    const arn = String(started["executionArn"])
    await waitForEnd(parts, arn, context.req.valid("query").wait)
    // Whoever may start one may see what comes of that start.
    const described = await parts.service.call("DescribeExecution", { executionArn: arn })
    // A header is ASCII; a name need not be.
    context.header("location", `/executions/${encodeURI(arn)}`)
    return context.json(executionView(described), 201)
  })
}
