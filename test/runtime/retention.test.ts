import { type ArchivedExecution, createWorker, type Logger, silentLogger } from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"

import { ask, invoke, sequence } from "./asl.ts"
import { after, openLab, stores, until } from "./lab.ts"

const day = 86_400_000
const chain = sequence("chain", { First: invoke("first"), Second: invoke("first") })
const asking = sequence("asking", { Ask: ask() })
const options = {
  workflows: [chain, asking],
  resources: { first: (input: unknown) => input, "sqs:sendMessage": () => ({}) },
}

describe.each(stores)("retention over %s", (_store, make) => {
  it("removes what ended long ago, and nothing that runs or ended since", async () => {
    const clock = simulatedClock()
    const start = clock.now()
    await using lab = await openLab({ ...options, clock, backend: make(), retention: { after: "30d" } })
    const running = await lab.client.start(asking, {})
    const old: string[] = []
    for (let count = 0; count < 250; count++) old.push((await lab.client.execute(chain, count)).id)
    let late = ""
    after(clock, 20 * day, async () => {
      late = (await lab.client.execute(chain, "late")).id
    })
    await until(async () => (await lab.client.list({ limit: 1000 })).executions.length === 2)
    expect(clock.now() - start).toBeGreaterThan(30 * day)
    expect(clock.now() - start).toBeLessThan(50 * day)
    const left = (await lab.client.list({ limit: 1000 })).executions.map(({ id }) => id)
    expect(left.toSorted()).toEqual([running.id, late].toSorted())
    await expect(lab.client.describe(old[0] ?? "")).rejects.toMatchObject({ code: "EXECUTION_NOT_FOUND" })
  })

  it("puts an execution away, with its whole history, before it removes it", async () => {
    const archived: ArchivedExecution[] = []
    const stood: boolean[] = []
    await using lab = await openLab({
      ...options,
      backend: make(),
      retention: {
        after: "12h",
        archive: async (execution) => {
          archived.push(JSON.parse(JSON.stringify(execution)) as ArchivedExecution)
          stood.push((await lab.backend.executions.get({ id: execution.execution.id })) !== undefined)
        },
      },
    })
    const description = await lab.client.execute(chain, { a: 1 })
    const { events } = await lab.client.history(description.id)
    await until(async () => (await lab.client.list()).executions.length === 0)
    expect(archived).toEqual([{ v: 1, execution: description, history: events }])
    expect(stood).toEqual([true])
  })

  it("keeps what could not be put away, removes the rest, and tries again", async () => {
    const tries: string[] = []
    const logged: unknown[] = []
    const logger: Logger = { ...silentLogger, error: (_message, fields) => void logged.push(fields?.["execution"]) }
    await using lab = await openLab({
      ...options,
      logger,
      backend: make(),
      retention: {
        after: "1h",
        archive: async ({ execution }) => {
          tries.push(execution.name)
          if (execution.name === "bad" && tries.length < 4) throw new Error("no room")
        },
      },
    })
    const bad = await lab.client.execute(chain, {}, { name: "bad" })
    await lab.client.execute(chain, {}, { name: "good" })
    await until(async () => (await lab.client.list()).executions.length === 0)
    expect(tries.filter((name) => name === "good")).toHaveLength(1)
    expect(tries.filter((name) => name === "bad").length).toBeGreaterThan(1)
    expect(new Set(logged)).toEqual(new Set([bad.id]))
  })

  it("removes nothing that is redriven while it is put away", async () => {
    let broken = true
    let archives = 0
    await using lab = await openLab({
      ...options,
      backend: make(),
      resources: {
        ...options.resources,
        first: (input) => {
          if (broken) throw new Error("not yet")
          return input
        },
      },
      retention: {
        after: "1h",
        archive: async ({ execution }) => {
          if (++archives > 1) return
          broken = false
          await lab.client.redrive(execution.id)
          expect(await lab.client.result(execution.id)).toMatchObject({ status: "SUCCEEDED" })
        },
      },
    })
    const { id } = await lab.client.execute(chain, {})
    await until(() => archives > 0)
    await until(async () => (await lab.client.list()).executions.length === 0)
    expect(archives).toBe(2)
    await expect(lab.client.describe(id)).rejects.toMatchObject({ code: "EXECUTION_NOT_FOUND" })
  })

  it("goes on for any number of failures, and removes nothing once its worker is closed", async () => {
    const clock = simulatedClock()
    let archive = (): Promise<void> => Promise.reject(new Error("no room"))
    const seen = new Set<string>()
    await using lab = await openLab({
      ...options,
      clock,
      backend: make(),
      retention: {
        after: "1h",
        archive: ({ execution }) => {
          seen.add(execution.id)
          return archive()
        },
      },
    })
    for (let count = 0; count < 120; count++) await lab.client.execute(chain, count)
    await until(() => seen.size === 120)
    let release = (): void => undefined
    const begun = new Promise<void>((resolve) => {
      archive = () => {
        resolve()
        return new Promise<void>((done) => {
          release = done
        })
      }
    })
    await begun
    await lab.worker.close()
    release()
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect((await lab.client.list({ limit: 1000 })).executions).toHaveLength(120)
  })

  it("is refused where it is no duration", () => {
    const backend = make()
    // @ts-expect-error -- a duration has a unit
    const make30 = () => createWorker({ ...options, backend, retention: { after: "30" } })
    expect(make30).toThrow(expect.objectContaining({ code: "LIMIT_INVALID" }))
    expect(make30).toThrow("'30'")
    return backend.close()
  })
})
