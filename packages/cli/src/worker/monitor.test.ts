import type { WorkerHealth } from "@stepwright/engine"
import { expect, it } from "vitest"

import { monitor } from "./monitor.ts"

it("answers probes by the worker's health", async () => {
  let health: WorkerHealth = { live: true, ready: true, executions: 2, handlers: 1 }
  const metrics = { answer: (_: unknown, response: { end(text: string): void }) => response.end("up 1\n") }
  const server = await monitor({ health: () => health, metrics }, "127.0.0.1", 0)
  const probe = async (path: string): Promise<[number, string]> => {
    const response = await fetch(`${server.url}${path}`)
    return [response.status, await response.text()]
  }
  const text = (): string => `${JSON.stringify(health)}\n`

  expect(await probe("/healthz")).toEqual([200, text()])
  expect(await probe("/readyz?verbose")).toEqual([200, text()])
  expect(await probe("/metrics")).toEqual([200, "up 1\n"])
  health = { live: true, ready: false, executions: 0, handlers: 0 }
  expect((await probe("/healthz"))[0]).toBe(200)
  expect((await probe("/readyz"))[0]).toBe(503)
  health = { live: false, ready: false, problem: "NO_PROGRESS", forMs: 31_000, executions: 0, handlers: 0 }
  expect(await probe("/healthz")).toEqual([503, text()])
  await server.close()
})

it("listens on IPv6 as well, and tells where", async () => {
  const answer = (): void => undefined
  const server = await monitor(
    { health: () => ({ live: true, ready: true, executions: 0, handlers: 0 }), metrics: { answer } },
    "::1",
    0,
  )
  expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+$/)
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  await server.close()
})
