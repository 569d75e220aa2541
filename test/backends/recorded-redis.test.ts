import { readdirSync, readFileSync } from "node:fs"

import { redis } from "@stepwright/adapters/redis"
import { type Client, createClient, createWorker, silentLogger } from "@stepwright/engine"
import { asking, sharedRedis } from "@stepwright/test-redis"
import { describe, expect, it, onTestFinished } from "vitest"

import { type RecordedKey, writeKeys } from "./recorded-store/keys.ts"
import { machines, resources, trip, type World } from "./recorded-store/program.ts"

interface Recording {
  readonly tokens: Readonly<Record<string, string>>
  readonly keys: readonly RecordedKey[]
}

const folder = new URL("./recorded-store/", import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith(".json"))
/** Nothing is held up any more, and bookings can be undone. */
const world: World = { hold: () => Promise.resolve(), token: () => undefined, unbook: () => null }

async function statuses(client: Client): Promise<Readonly<Record<string, string>>> {
  const { executions } = await client.list({ limit: 1000 })
  return Object.fromEntries(executions.map(({ name, status }) => [name, status]))
}

describe.each(files)("a store as %s left it when its processes died", (file) => {
  it("is read, and all of it goes on to its end", async () => {
    const { tokens, keys } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Recording // main.ts wrote it
    const place = sharedRedis()
    await asking(place.url, async (connection) => await writeKeys(connection, place.prefix, keys))
    const backend = await redis({ ...place, logger: silentLogger })
    onTestFinished(() => backend.close())
    const parts = { backend, workflows: [...Object.values(machines), trip(world)], resources: resources(world) }
    const client = createClient(parts)
    const waiting = ["answered", "held", "ready", "sleeping", "spread", "unanswered"]
    expect(await statuses(client)).toEqual({
      ...Object.fromEntries(waiting.map((name) => [name, "RUNNING"])),
      parked: "PARKED",
      succeeded: "SUCCEEDED",
      failed: "FAILED",
    })
    const ids = new Map((await client.list()).executions.map(({ name, id }) => [name, id]))
    const outcome = async (name: string): Promise<object> => {
      const { status, output, error } = await client.result(ids.get(name) ?? "")
      return { status, ...(error === undefined ? { output } : { error }) }
    }
    expect(await outcome("succeeded")).toEqual({ status: "SUCCEEDED", output: "well done" })
    expect(await outcome("failed")).toEqual({ status: "FAILED", error: "Saga.PartiallyCompensated" })
    const { events } = await client.history(ids.get("succeeded") ?? "")
    expect(events.map(({ type }) => type).join(" ")).toBe(
      "ExecutionStarted TaskStateEntered TaskScheduled TaskStarted TaskSucceeded TaskStateExited ExecutionSucceeded",
    )

    const worker = createWorker({ ...parts, logger: silentLogger })
    await worker.start()
    onTestFinished(() => worker.close())
    await client.succeed(tokens["unanswered"] ?? "", "another answer")
    await client.redrive(ids.get("parked") ?? "")
    const [letter] = (await client.deadLetters.list({})).letters
    expect((await client.deadLetters.retry(letter?.id ?? "")).status).toBe("RETRIED")
    const outputs = {
      answered: "an answer",
      unanswered: "another answer",
      held: "held",
      ready: "nobody was there",
      sleeping: "slept",
      spread: [1, 2, 3],
      parked: "parked",
    }
    for (const [name, output] of Object.entries(outputs)) {
      expect({ name, ...(await outcome(name)) }).toEqual({ name, status: "SUCCEEDED", output })
    }
  })
})

it("there is a recording for the format of today", async () => {
  const place = sharedRedis()
  await (await redis({ ...place, logger: silentLogger })).close()
  const format = await asking(place.url, (connection) => connection.hget(`${place.prefix}{p00}:meta`, "format"))
  expect(files).toContain(`redis-${format}.json`)
})
