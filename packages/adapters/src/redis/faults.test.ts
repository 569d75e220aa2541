import { type Backend, type Reserved, silentLogger } from "@stepwright/engine"
import { sharedRedis, startRedis } from "@stepwright/test-redis"
import { Redis as Client } from "ioredis"
import { describe, expect, it, vi } from "vitest"

import { execution, plan } from "./execution.fixture.ts"
import { redis } from "./redis.ts"

async function opened(backend: Backend, onWake: () => void = () => {}): Promise<string> {
  return (await backend.sessions.open({ worker: "w", plans: [plan], onWake })).session
}

/** Ticks until something is handed out. */
async function reserved(backend: Backend, session: string): Promise<Reserved> {
  for (;;) {
    const result = await backend.sessions.tick({ session, now: Date.now(), commits: [], want: 1 })
    if (result.lost) throw new Error("lost")
    const [found] = result.reserved
    if (found !== undefined) return found
    await pause(20)
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** This process stands still: no heartbeat goes out. */
function freeze(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

describe("a worker that stands still for longer than its lease", () => {
  it("has lost its session, and commits nothing; the next one is given what it owned, as delivered before", async () => {
    const place = { ...sharedRedis(), leaseMs: 200, stallMs: 0 }
    const [first, second] = [await redis(place), await redis(place)]
    await first.plans.put({ id: plan, machine: "m", text: "{}" })
    await first.executions.start(execution("e"))
    const session = await opened(first)
    expect((await reserved(first, session)).deliveries).toBe(1)
    const other = await opened(second)
    freeze(400)
    const again = await reserved(second, other)
    expect([again.id, again.deliveries]).toEqual(["e", 2])
    const commits = [{ execution: "e", expected: 0, facts: ["late"] }]
    expect(await first.sessions.tick({ session, now: 1, commits, want: 1 })).toEqual({ lost: true })
    expect(await first.executions.journal({ id: "e" })).toEqual([])
    await first.close()
    await second.close()
  })

  it("is counted, too, where nobody else was there and it leaves that session itself", async () => {
    const backend = await redis({ ...sharedRedis(), leaseMs: 200, stallMs: 0 })
    await backend.plans.put({ id: plan, machine: "m", text: "{}" })
    await backend.executions.start(execution("e"))
    const session = await opened(backend)
    await reserved(backend, session)
    freeze(400)
    await backend.sessions.close({ session })
    expect((await reserved(backend, await opened(backend))).deliveries).toBe(2)
    await backend.close()
  })

  it("keeps its session while a thread renews its lease, and loses it where it hangs", async () => {
    const place = { ...sharedRedis(), leaseMs: 400, stallMs: 2000 }
    const backend = await redis(place)
    await backend.plans.put({ id: plan, machine: "m", text: "{}" })
    await backend.executions.start(execution("e"))
    const session = await opened(backend)
    await reserved(backend, session)
    await pause(1000) // until the thread is there
    freeze(1600)
    const commits = [{ execution: "e", expected: 0, facts: ["after a long computation"] }]
    expect(await backend.sessions.tick({ session, now: 1, commits, want: 0 })).toMatchObject({ refused: [] })
    await pause(1000)
    freeze(4000)
    expect(await backend.sessions.tick({ session, now: 1, commits: [], want: 0 })).toEqual({ lost: true })
    await backend.close()
  })

  it("goes without the thread, and a warning says so, where options with functions cannot be handed to it", async () => {
    const { url, prefix } = sharedRedis()
    const warn = vi.fn()
    const client = { retryStrategy: () => 50 }
    const backend = await redis({ url, prefix, client, logger: { ...silentLogger, warn } })
    await opened(backend)
    expect(warn).toHaveBeenCalledOnce()
    await backend.close()
  })

  it("keeps its session as long as it lives", async () => {
    const backend = await redis({ ...sharedRedis(), leaseMs: 200 })
    await backend.plans.put({ id: plan, machine: "m", text: "{}" })
    await backend.executions.start(execution("e"))
    const session = await opened(backend)
    await reserved(backend, session)
    await pause(700)
    const commits = [{ execution: "e", expected: 0, facts: ["in time"] }]
    expect(await backend.sessions.tick({ session, now: 1, commits, want: 0 })).toMatchObject({
      lost: false,
      refused: [],
    })
    await backend.close()
  })
})

describe("a session that has ended", () => {
  it("is taken all that it owned from at once, by whoever ticks next", async () => {
    const place = { ...sharedRedis(), leaseMs: 60_000 }
    const [first, second] = [await redis(place), await redis(place)]
    await first.plans.put({ id: plan, machine: "m", text: "{}" })
    const ids = Array.from({ length: 1000 }, (_, index) => `e${index}`)
    await Promise.all(ids.map((id) => first.executions.start(execution(id))))
    const gone = await opened(first)
    const owned = await first.sessions.tick({ session: gone, now: 1, commits: [], want: 1000 })
    expect(owned).toMatchObject({ reserved: { length: 1000 } })
    const client = new Client(place.url)
    await client.zadd(`${place.prefix}{p00}:s`, 0, gone)
    const session = await opened(second)
    const found: string[] = []
    let more = true
    for (let ticks = 0; more && ticks < 20; ticks++) {
      const result = await second.sessions.tick({ session, now: 1, commits: [], want: 512 })
      if (result.lost) throw new Error("lost")
      found.push(...result.reserved.map(({ id }) => id))
      more = result.more
    }
    expect(found.toSorted()).toEqual(ids.toSorted())
    expect(await client.exists(`${place.prefix}{p00}:w:${gone}`)).toBe(0)
    await client.quit()
    await first.close()
    await second.close()
  })
})

describe("a session of many partitions", () => {
  it("finds what is ready in each of them, a few at a time, though no hint came", async () => {
    const place = { ...sharedRedis(), partitions: 100 }
    const [starting, working] = [await redis(place), await redis(place)]
    await starting.plans.put({ id: plan, machine: "m", text: "{}" })
    const session = await opened(working)
    const ids = Array.from({ length: 200 }, (_, index) => `e${index}`)
    await Promise.all(ids.map((id) => starting.executions.start(execution(id))))
    const found: string[] = []
    for (let more = true, ticks = 0; more; ticks++) {
      const result = await working.sessions.tick({ session, now: Date.now(), commits: [], want: 1000 })
      if (result.lost) throw new Error("lost")
      found.push(...result.reserved.map(({ id }) => id))
      more = result.more
      expect(ticks).toBeLessThan(20)
    }
    expect(found.toSorted()).toEqual(ids.toSorted())
    await starting.close()
    await working.close()
  })
})

describe("another process", () => {
  it("is woken by a start and by a message, without asking", async () => {
    const place = sharedRedis()
    const [starting, working] = [await redis(place), await redis(place)]
    await starting.plans.put({ id: plan, machine: "m", text: "{}" })
    let woken = Promise.withResolvers<void>()
    const session = await opened(working, () => woken.resolve())
    await starting.executions.start(execution("e"))
    await woken.promise
    await reserved(working, session)
    woken = Promise.withResolvers()
    await starting.inbox.send({ execution: "e", body: "word", when: ["RUNNING"] })
    await woken.promise
    const result = await working.sessions.tick({ session, now: 1, commits: [], want: 0 })
    expect(result).toMatchObject({ messages: [{ execution: "e", body: "word" }] })
    await starting.close()
    await working.close()
  })
})

describe("a Redis that goes away", () => {
  it("fails every call at once, and is used again when it is back, with all that it acknowledged", async () => {
    await using server = await startRedis({ appendfsync: "always" })
    const backend = await redis({ url: server.url })
    await backend.plans.put({ id: plan, machine: "m", text: "{}" })
    await backend.executions.start(execution("e"))
    const session = await opened(backend)
    await reserved(backend, session)
    const commits = [{ execution: "e", expected: 0, facts: ["0"] }]
    await backend.sessions.tick({ session, now: 1, commits, want: 0 })
    await server.kill()
    const began = performance.now()
    for (const call of [
      () => backend.executions.start(execution("f")),
      () => backend.executions.get({ id: "e" }),
      () => backend.sessions.tick({ session, now: 1, commits: [{ ...commits[0]!, expected: 1 }], want: 0 }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: "BACKEND_FAILED", retryable: true })
    }
    expect(performance.now() - began).toBeLessThan(5000)
    await server.restart()
    for (;;) {
      const back = await backend.executions.journal({ id: "e" }).catch(() => "not yet")
      if (back !== "not yet") {
        expect(back).toEqual(["0"])
        break
      }
      await pause(20)
    }
    expect(await backend.executions.start(execution("f"))).toEqual({ outcome: "started" })
    await backend.close()
  })

  it("fails a call that it does not answer", async () => {
    await using server = await startRedis()
    const backend = await redis({ url: server.url, timeoutMs: 200 })
    await server.pause()
    await expect(backend.executions.get({ id: "e" })).rejects.toMatchObject({ code: "BACKEND_FAILED", retryable: true })
    await server.resume()
    await backend.close()
  })
})

describe("a Redis whose memory is nearly full", () => {
  it("takes nothing new, and what runs goes on to its end", async () => {
    await using server = await startRedis()
    const backend = await redis({ url: server.url })
    await backend.plans.put({ id: plan, machine: "m", text: "{}" })
    await backend.executions.start(execution("e"))
    const client = new Client(server.url)
    const used = /used_memory:(\d+)/.exec(await client.info("memory"))?.[1]
    await client.config("SET", "maxmemory", Math.round(Number(used) / 0.9))
    await client.quit()
    for (;;) {
      const refused = await backend.executions
        .start(execution(`f${performance.now()}`))
        .catch((error: unknown) => error)
      if (refused instanceof Error) {
        expect(refused).toMatchObject({ code: "BACKEND_FULL", retryable: true })
        break
      }
      await pause(50)
    }
    const session = await opened(backend)
    const { id } = await reserved(backend, session)
    const status = { status: "SUCCEEDED", at: 2, output: "1" } as const
    const commits = [{ execution: id, expected: 0, facts: ["end"], status }]
    expect(await backend.sessions.tick({ session, now: 1, commits, want: 0 })).toMatchObject({ refused: [] })
    expect(await backend.executions.get({ id })).toMatchObject({ status: "SUCCEEDED" })
    await backend.close()
  })

  it("has workers come up by the plans that it holds, though it takes no new ones", async () => {
    await using server = await startRedis()
    const place = { url: server.url, partitions: 3 }
    const first = await redis(place)
    await first.plans.put({ id: plan, machine: "m", text: "{}" })
    await first.close()
    const client = new Client(server.url)
    await client.config("SET", "maxmemory", 1)
    await client.quit()
    const second = await redis(place)
    await second.plans.put({ id: plan, machine: "m", text: "{}" })
    const another = second.plans.put({ id: "b".repeat(64), machine: "m", text: "{}" })
    await expect(another).rejects.toMatchObject({ code: "BACKEND_FULL", retryable: true })
    await second.close()
  })
})
