import { executionRoute } from "@stepwright/engine"
import { sharedRedis, startRedis } from "@stepwright/test-redis"
import { Redis as Client } from "ioredis"
import { expect, it } from "vitest"

import { execution, plan } from "./execution.fixture.ts"
import { redis } from "./redis.ts"

it("an execution whose id has another one's digest is refused, and not taken for that one", async () => {
  const place = sharedRedis()
  const backend = await redis(place)
  await backend.plans.put({ id: plan, machine: "m", text: "{}" })
  await backend.executions.start(execution("first"))
  const client = new Client(place.url)
  const keyOf = (id: string): string => `${place.prefix}{p00}:e:${executionRoute(id)}`
  // No two such ids are known.
  await client.rename(keyOf("first"), keyOf("second"))
  await client.quit()
  await expect(backend.executions.start(execution("second"))).rejects.toMatchObject({ code: "ROUTE_TAKEN" })
  expect(await backend.executions.get({ id: "second" })).toBeUndefined()
  expect(await backend.executions.journal({ id: "second" })).toBeUndefined()
  await backend.close()
})

it("of two plans whose ids begin alike, stored at the same time by two processes, one is refused", async () => {
  const place = sharedRedis()
  const both = [await redis(place), await redis(place)]
  const ids = ["b", "c"].map((end) => `${"a".repeat(12)}${end.repeat(52)}`)
  const put = both.map((backend, index) => backend.plans.put({ id: ids[index]!, machine: "m", text: "{}" }))
  const settled = await Promise.allSettled(put)
  expect(settled.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
  expect(settled.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "INVARIANT" } })
  expect(await both[0]!.plans.list()).toHaveLength(1)
  for (const each of both) await each.close()
})

it("messages are handed over in order and each once, and no script answers with much more than 256 KiB of them", async () => {
  await using server = await startRedis() // nobody else's scripts are counted
  const backend = await redis({ url: server.url, testing: { clock: "caller" } })
  await backend.plans.put({ id: plan, machine: "m", text: "{}" })
  await backend.executions.start(execution("e"))
  const send = async (from: number, to: number): Promise<void> => {
    for (let at = from; at < to; at++) {
      await backend.inbox.send({ execution: "e", body: `${at},${"x".repeat(50_000)}`, when: ["RUNNING"] })
    }
  }
  const client = new Client(server.url)
  const scripts = async (): Promise<number> =>
    Number(/cmdstat_evalsha:calls=(\d+)/.exec(await client.info("commandstats"))?.[1])
  const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
  const tick = async (): Promise<readonly number[]> => {
    const before = await scripts()
    const result = await backend.sessions.tick({ session, now: 1, commits: [], want: 1 })
    if (result.lost) throw new Error("lost")
    expect((await scripts()) - before).toBeGreaterThanOrEqual(3) // 15 messages of 50 KB
    const all = [...result.reserved.flatMap(({ messages }) => messages), ...result.messages]
    return all.map(({ body }) => Number.parseInt(body, 10))
  }
  await send(0, 15) // before it is handed out
  expect(await tick()).toEqual(Array.from({ length: 15 }, (_, index) => index))
  await send(15, 30) // while it is owned
  expect(await tick()).toEqual(Array.from({ length: 15 }, (_, index) => 15 + index))
  await client.quit()
  await backend.close()
})

it("a page of one execution's dead letters is found though very many others of its come before", async () => {
  const backend = await redis({ ...sharedRedis(), testing: { clock: "caller" } })
  await backend.plans.put({ id: plan, machine: "m", text: "{}" })
  await backend.executions.start(execution("e"))
  const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
  await backend.sessions.tick({ session, now: 1, commits: [], want: 1 })
  const digest = Buffer.from(executionRoute("e").slice(0, 12), "base64url").toString("hex")
  const ids = Array.from({ length: 1200 }, (_, index) => `${digest}-${index}`)
  const deadLetters = ids.map((id) => ({ id, at: 1, execution: "e", body: "{}" }))
  await backend.sessions.tick({
    session,
    now: 1,
    commits: [{ execution: "e", expected: 0, facts: ["0"], deadLetters }],
    want: 0,
  })
  for (const id of ids.slice(5)) await backend.deadLetters.change({ id, change: { status: "DROPPED", at: 2 } })
  const { letters, cursor } = await backend.deadLetters.list({ execution: "e", status: "OPEN", limit: 3 })
  expect(letters.map(({ id }) => id)).toEqual([4, 3, 2].map((index) => ids[index]))
  const rest = await backend.deadLetters.list({
    execution: "e",
    status: "OPEN",
    limit: 3,
    ...(cursor === undefined ? {} : { cursor }),
  })
  expect(rest.letters.map(({ id }) => id)).toEqual([1, 0].map((index) => ids[index]))
  await backend.close()
})

it("one tick ends executions of more state machines than one letter can name, those that are refused among them", async () => {
  const backend = await redis({ ...sharedRedis(), partitions: 1, testing: { clock: "caller" } })
  await backend.plans.put({ id: plan, machine: "m", text: "{}" })
  const machines = Array.from({ length: 24 }, (_, index) => `m${index % 12}`)
  for (const [index, machine] of machines.entries()) {
    await backend.executions.start({ ...execution(`e${index}`), machine })
  }
  const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
  await backend.sessions.tick({ session, now: 1, commits: [], want: 24 })
  const status = { status: "SUCCEEDED", at: 2, output: "1" } as const
  const ended = await backend.sessions.tick({
    session,
    now: 1,
    // The first of every machine is refused: its journal is not as long as that.
    commits: machines.map((_, index) => ({
      execution: `e${index}`,
      expected: index < 12 ? 70 : 0,
      facts: ["0"],
      status,
    })),
    want: 0,
  })
  expect(ended).toMatchObject({ refused: machines.slice(0, 12).map((_, index) => `e${index}`) })
  for (const [index, machine] of machines.slice(0, 12).entries()) {
    const { executions } = await backend.executions.list({ machine, status: "SUCCEEDED", limit: 10 })
    expect(executions.map(({ id }) => id)).toEqual([`e${index + 12}`])
  }
  await backend.close()
})
