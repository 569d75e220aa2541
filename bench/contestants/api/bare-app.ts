import { randomUUID } from "node:crypto"

import { Hono } from "hono"
import { Redis } from "ioredis"

/** What the least service over this server and this Redis does: it writes the body down, and answers. */
export function bareApp(redisUrl: string): Hono {
  const redis = new Redis(redisUrl)
  const app = new Hono()
  app.post("/", async ({ req }) => {
    const executionArn = `arn:aws:states:us-east-1:000000000000:execution:bench:${randomUUID()}`
    await redis.set(executionArn, await req.text())
    const body = JSON.stringify({ executionArn, startDate: Date.now() / 1000 })
    return new Response(body, { headers: { "content-type": "application/x-amz-json-1.0" } })
  })
  return app
}
