import type { Backend, EndWatch } from "@stepwright/engine"
import { sharedRedis } from "@stepwright/test-redis"
import { expect, it } from "vitest"

import { redis } from "./redis.ts"

const plan = { id: "a".repeat(64), machine: "m", text: "{}" }

/** Starts one, runs it in the second process, and ends it. */
async function run(starter: Backend, worker: Backend, session: string, id: string): Promise<void> {
  const begun = { id, machine: "m", name: id, plan: plan.id, header: "", input: "", startedAt: 1 }
  expect(await starter.executions.start(begun)).toEqual({ outcome: "started" })
  const tick = () => worker.sessions.tick({ session, now: 1, commits: [], want: 10 })
  await expect.poll(tick).toMatchObject({ reserved: [{ id }] })
}

async function end(worker: Backend, session: string, execution: string, status: "SUCCEEDED" | "PARKED"): Promise<void> {
  const commits = [{ execution, expected: 0, facts: ["0"], status: { status, at: 2 } }]
  expect(await worker.sessions.tick({ session, now: 2, commits, want: 0 })).toMatchObject({ refused: [] })
}

it.each([1, 7])(
  "a process hears of an end that another brings about, and of no other, in %i partitions",
  async (partitions) => {
    const place = { ...sharedRedis(), partitions }
    const [client, worker] = [await redis(place), await redis(place)]
    await worker.plans.put(plan)
    const { session } = await worker.sessions.open({ worker: "w", plans: [plan.id], onWake: () => {} })
    const heard: string[] = []
    const watch = (id: string): EndWatch | undefined =>
      client.executions.watchEnd?.({ execution: id, hint: () => heard.push(id) })
    watch("first")
    // Once it hears, it asks to look: an end may have come before.
    await expect.poll(() => heard).toEqual(["first"])
    const [second, third] = [watch("second"), watch("third")]
    for (const id of ["first", "second", "third", "fourth"]) await run(client, worker, session, id)
    third?.stop()
    await end(worker, session, "first", "SUCCEEDED")
    await end(worker, session, "third", "SUCCEEDED")
    await end(worker, session, "fourth", "SUCCEEDED")
    await end(worker, session, "second", "PARKED")
    await expect.poll(() => heard).toEqual(["first", "first", "second"])
    second?.stop()
    await client.close()
    await worker.close()
  },
)

it("a process with a session of its own listens for what that does not end soon", async () => {
  const place = sharedRedis()
  const [client, worker] = [await redis(place), await redis(place)]
  await worker.plans.put(plan)
  await client.sessions.open({ worker: "idle", plans: [], onWake: () => {} })
  const { session } = await worker.sessions.open({ worker: "w", plans: [plan.id], onWake: () => {} })
  let heard = 0
  await run(client, worker, session, "e")
  client.executions.watchEnd?.({ execution: "e", hint: () => heard++ })
  expect(heard).toBe(0)
  await expect.poll(() => heard).toBe(1)
  await end(worker, session, "e", "SUCCEEDED")
  await expect.poll(() => heard).toBe(2)
  await client.close()
  await worker.close()
})

it("asks nobody to look for what a session of the same process owns", async () => {
  const place = sharedRedis()
  const [own, other] = [await redis(place), await redis(place)]
  await own.plans.put(plan)
  const { session } = await own.sessions.open({ worker: "w", plans: [plan.id], onWake: () => {} })
  await run(other, own, session, "owned")
  await own.plans.put({ ...plan, id: "b".repeat(64) })
  const begun = { id: "elsewhere", machine: "m", name: "elsewhere", plan: "b".repeat(64), header: "", input: "" }
  await other.executions.start({ ...begun, startedAt: 1 })
  const heard: string[] = []
  for (const id of ["owned", "elsewhere"]) own.executions.watchEnd?.({ execution: id, hint: () => heard.push(id) })
  await expect.poll(() => heard).toEqual(["elsewhere"])
  await end(own, session, "owned", "SUCCEEDED")
  await expect.poll(() => heard).toEqual(["elsewhere", "owned"]) // no longer its own, and nobody told of it
  await own.close()
  await other.close()
})
