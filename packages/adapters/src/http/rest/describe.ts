import { createRoute, z } from "@hono/zod-openapi"

import { executionSchema, executionView } from "./execution.ts"
import { json, refusals } from "./responses.ts"
import type { RestApp, RestParts } from "./rest-api.ts"
import { waitForEnd, waitSchema } from "./waiting.ts"

const route = createRoute({
  method: "get",
  path: "/executions/{arn}",
  summary: "Look at an execution, or wait for its result",
  request: { params: z.object({ arn: z.string() }), query: z.object({ wait: waitSchema }) },
  responses: { 200: json("How it stands.", executionSchema), ...refusals },
})

/** `GET /executions/{arn}` */
export function addDescribe(app: RestApp, parts: RestParts): void {
  app.openapi(route, async (context) => {
    const { arn } = context.req.valid("param")
    const { wait } = context.req.valid("query")
    const describe = async (): Promise<Readonly<Record<string, unknown>>> =>
      await parts.call(context.get("user"), "DescribeExecution", [arn], { executionArn: arn })
    const now = await describe()
    if (wait === undefined || now["status"] !== "RUNNING") return context.json(executionView(now), 200)
    await waitForEnd(parts, arn, wait)
    return context.json(executionView(await describe()), 200)
  })
}
