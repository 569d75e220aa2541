import { executionRoute } from "@stepwright/engine"
import { sharedRedis } from "@stepwright/test-redis"
import { Redis as Client } from "ioredis"
import { expect, it } from "vitest"

import { execution, plan } from "./execution.fixture.ts"
import { redis } from "./redis.ts"

it.each([
  { output: '{"n":1,"of":"what it came to"}', fact: '[0,1,2,{"n":1,"of":"what it came to"}]', twice: false },
  { output: '"\u00e4\ud83d\ude00"', fact: '["before \ud83d\ude00","\u00e4\ud83d\ude00"]', twice: false },
  { output: '"\ud800, alone"', fact: '["\ud800, alone"]', twice: true },
  { output: "1", fact: "[2]", twice: true },
])("an output that the last fact contains is stored once: $output", async ({ output, fact, twice }) => {
  const place = sharedRedis()
  const backend = await redis(place)
  await backend.plans.put({ id: plan, machine: "m", text: "{}" })
  const begun = execution("e")
  await backend.executions.start(begun)
  const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
  expect(await backend.sessions.tick({ session, now: 1, commits: [], want: 1 })).toMatchObject({ reserved: [begun] })
  const status = { status: "SUCCEEDED" as const, at: 2, output }
  const commits = [{ execution: "e", expected: 0, facts: ["[0]", fact], status }]
  expect(await backend.sessions.tick({ session, now: 2, commits, want: 0 })).toMatchObject({ refused: [] })

  const client = new Client(place.url)
  const standing = await client.lindex(`${place.prefix}{p00}:e:${executionRoute("e")}`, 1)
  await client.quit()
  expect(standing?.includes("{")).toBe(twice)

  const ended = { ...begun, status: "SUCCEEDED", stoppedAt: 2, output }
  expect(await backend.executions.get({ id: "e" })).toEqual(ended)
  expect(await backend.executions.start(begun)).toEqual({ outcome: "exists", record: ended })
  // Word for what has ended has it handed out once more.
  await backend.inbox.send({ execution: "e", body: "late", when: ["SUCCEEDED"] })
  expect(await backend.sessions.tick({ session, now: 3, commits: [], want: 1 })).toMatchObject({
    reserved: [{ ...ended, facts: ["[0]", fact] }],
  })
  await backend.close()
})
