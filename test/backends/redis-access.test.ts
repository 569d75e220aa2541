import { readFileSync } from "node:fs"

import { bullmq } from "@stepwright/adapters/bullmq"
import { redis, type RedisOptions } from "@stepwright/adapters/redis"
import { task, workflow } from "@stepwright/dsl"
import { silentLogger, startEngine } from "@stepwright/engine"
import { asking, startRedis, startTlsRedis } from "@stepwright/test-redis"
import { expect, it } from "vitest"
import { z } from "zod"

import { stepwright } from "../cli/command.ts"

const Text = z.object({ text: z.string() })
const shout = task("shout", { input: Text, output: Text, handler: ({ text }) => ({ text: text.toUpperCase() }) })
const print = task("print", { input: Text, output: Text, queue: "paper", handler: (given) => given })
/** In process, asleep for longer than it is held in memory, and on a queue. */
const letter = workflow("letter", { input: Text }, (w, given) => {
  const loud = w.run(shout(given))
  w.sleep("2s")
  return w.run(print(loud))
})

type Connection = Parameters<typeof bullmq>[0]["connection"]

/** All that an engine asks of Redis: start, work, sleep, a queue, listing, removal. */
async function useAll(options: RedisOptions, connection: Connection): Promise<void> {
  const told: unknown[] = []
  const note = (message: string, facts: unknown): void => void told.push([message, facts])
  const logger = { ...silentLogger, warn: note, error: note }
  const queues = bullmq({ connection, queues: { paper: { concurrency: 1, globalConcurrency: 2 } } })
  const backend = await redis({ ...options, logger })
  await using engine = await startEngine({ backend, workflows: [letter], queues, logger })
  const { id } = await engine.start(letter, { text: "dear reader" })
  expect(await engine.result(id)).toMatchObject({ status: "SUCCEEDED", output: { text: "DEAR READER" } })
  expect((await engine.list()).executions.map((each) => each.id)).toEqual([id])
  expect(await engine.prune({ olderThanMs: -60_000 })).toEqual({ removed: 1 })
  expect(told).toEqual([])
}

it("a user with no more rights than the page names can do all that an engine and its queues do", async () => {
  const page = readFileSync(new URL("../../docs/redis.md", import.meta.url), "utf8")
  const rules = Array.from(page.matchAll(/^ACL SETUSER (.+)$/gm), ([, words = ""]) => words.split(" "))
  expect(rules).toHaveLength(2)
  await using server = await startRedis()
  const { port } = server
  await asking(server.url, async (client) => {
    for (const words of rules) await client.acl("SETUSER", ...(words as [string]))
  })
  const connection = { host: "127.0.0.1", port, username: "stepwright", password: "password" }
  await useAll({ client: connection }, connection)
  const denied = await asking(server.url, (client) => client.call("ACL", "LOG"))
  expect(denied).toEqual([])

  await asking(`redis://stepwright:password@127.0.0.1:${port}`, async (client) => {
    await expect(client.get("other:key")).rejects.toThrow("NOPERM")
    await expect(client.flushall()).rejects.toThrow("NOPERM")
  })
  const wrong = redis({ client: { ...connection, password: "wrong" } })
  await expect(wrong).rejects.toMatchObject({ code: "BACKEND_FAILED" })
})

it("all of it goes over TLS, by a certificate that is checked", async () => {
  await using server = await startTlsRedis()
  const { url, port, ca, caFile } = server
  await useAll({ url, client: { tls: { ca } } }, { host: "127.0.0.1", port, tls: { ca } })
  await expect(redis({ url, timeoutMs: 2000 })).rejects.toMatchObject({ code: "BACKEND_FAILED" })

  const listed = await stepwright(["list", "--redis", url], process.cwd(), { NODE_EXTRA_CA_CERTS: caFile })
  expect(listed).toMatchObject({ code: 0, stdout: "There are no executions.\n" })
})
