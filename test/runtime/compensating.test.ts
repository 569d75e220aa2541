import { memory } from "@stepwright/adapters/memory"
import { type Compensate, handle, task, TaskError, workflow } from "@stepwright/dsl"
import { importExecution } from "@stepwright/engine"
import type { Json } from "@stepwright/engine/asl"
import { historyToApi } from "@stepwright/engine/inspect"
import { simulatedClock } from "@stepwright/engine/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { type Lab, openLab, stores, until } from "./lab.ts"
import { wholeHistory } from "./whole-history.ts"

const N = z.object({ n: z.int() })
const act = task("act", { input: N, output: z.object({ got: z.string() }), notApplied: ["Not.Done"] })
const undo = task("undo", { input: z.object({ of: z.string(), got: z.string() }) })
const compensate: Compensate<{ got: string }, { n: number }> = {
  known: ({ key, result }) => undo({ of: key, got: result.got }),
  unknown: ({ key }) => undo({ of: key, got: "?" }),
}

const shapes = workflow("shapes", { input: z.object({ list: z.array(z.int()) }) }, (w, { list }) => {
  w.run(act({ n: 1 }), { name: "first", compensate })
  w.all(
    {
      left: (w) => {
        w.run(act({ n: 2 }), { name: "left", compensate, retry: { attempts: 2, interval: "1s" } })
        w.sleep("5s")
        return w.run(act({ n: 3 }), { name: "more", compensate })
      },
      right: (w) => w.run(act({ n: 4 }), { name: "right", compensate }),
    },
    { name: "both" },
  )
  w.each(
    list,
    (n, w) => {
      w.run(act({ n }), { name: "item", compensate })
    },
    { name: "items", concurrency: 2 },
  )
  w.repeat(
    (w) => {
      w.run(act({ n: 5 }), { name: "pass", compensate })
    },
    { name: "loop", max: 2 },
  )
  w.run(act({ n: 6 }), { name: "last", compensate })
})

/** Stands for the world outside; it outlives engines. */
class World {
  readonly done: string[] = []
  readonly undone: string[] = []
  /** Called with how many effects there were before. */
  disturb: (count: number, key: string) => Promise<void> | void = () => undefined
  readonly handlers = [
    handle(act, async ({ n }, { key }) => {
      await this.disturb(this.done.length, key)
      this.done.push(key)
      return { got: `r${n}` }
    }),
    handle(undo, ({ of, got }) => {
      this.undone.push(`${of} ${got}`)
      return null
    }),
  ]
}

/** Runs the workflow, and has it stopped when so many effects were made; the one in flight never answers. */
async function stoppedAt(lab: Lab, world: World, count: number, list: readonly number[]): Promise<string> {
  let stuck = false
  world.disturb = async (made) => {
    if (made < count) return
    stuck = true
    await new Promise(() => undefined)
  }
  const { id } = await lab.client.start(shapes, { list: [...list] })
  const ended = lab.client.result(id)
  await Promise.race([ended, until(() => stuck)])
  await lab.client.stop(id, { error: "Killed" })
  await ended
  return id
}

const keyOf = (text: string): string => text.slice(0, text.lastIndexOf(" "))

describe.each(stores)("compensate over %s", (_store, make) => {
  it("undoes what a stopped execution had done, shows it first, and does so once", async () => {
    const world = new World()
    await using lab = await openLab({ backend: make(), workflows: [shapes], handlers: world.handlers })
    const id = await stoppedAt(lab, world, 1, [])
    const { attempted, compensations } = await lab.client.compensations(id)
    expect(attempted[0]).toEqual({
      step: "first",
      state: "first",
      key: `${id}/first`,
      input: { n: 1 },
      result: { got: "r1" },
      attempts: 1,
    })
    expect(world.undone).toEqual([])
    expect(compensations.at(-1)).toMatchObject({
      step: "first",
      key: `${id}/first~undo`,
      input: { of: `${id}/first`, got: "r1" },
    })
    await lab.client.compensate(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
    expect(world.undone.toSorted()).toEqual(
      compensations.map(({ input }) => `${(input as { of: string }).of} ${(input as { got: string }).got}`).toSorted(),
    )
    await expect(lab.client.compensate(id)).rejects.toMatchObject({ code: "NOT_COMPENSABLE" })
    await expect(lab.client.compensate("nobody")).rejects.toMatchObject({ code: "EXECUTION_NOT_FOUND" })
    expect((await lab.client.compensations(id)).compensations).toEqual([])
  })

  it("has nothing to undo of one that succeeded, or compensated itself", async () => {
    const world = new World()
    await using lab = await openLab({ backend: make(), workflows: [shapes], handlers: world.handlers })
    const good = await lab.client.execute(shapes, { list: [1] })
    await expect(lab.client.compensate(good.id)).rejects.toMatchObject({ code: "NOT_COMPENSABLE" })
    world.disturb = () => {
      throw new TaskError("Not.Done")
    }
    const failed = await lab.client.execute(shapes, { list: [] })
    expect(failed).toMatchObject({ status: "FAILED", error: "Not.Done" })
    await expect(lab.client.compensate(failed.id)).rejects.toMatchObject({ code: "NOT_COMPENSABLE" })
  })
})

describe("compensation of a distributed each that was stopped", () => {
  it("undoes what children reported, by key and input what they were at, and nothing that had not begun", async () => {
    const spread = workflow("spread", { input: z.object({ list: z.array(z.int()) }) }, (w, { list }) => {
      w.run(act({ n: 1 }), { name: "first", compensate })
      w.each(
        list,
        (n, w) => {
          w.run(act({ n }), { name: "item", compensate })
        },
        { name: "items", distributed: true, concurrency: 1 },
      )
    })
    const world = new World()
    await using lab = await openLab({ workflows: [spread], handlers: world.handlers })
    let stuck = false
    world.disturb = async (made) => {
      if (made < 2) return
      stuck = true
      await new Promise(() => undefined)
    }
    const { id } = await lab.client.start(spread, { list: [10, 11, 12] })
    await until(() => stuck)
    await lab.client.stop(id, { error: "Killed" })
    await lab.client.result(id)
    const { compensations } = await lab.client.compensations(id)
    const undone = [`${id}/items/[0]/item r10`, `${id}/items/[1]/item ?`, `${id}/first r1`]
    expect(compensations.map(({ turn, key }) => [turn, key])).toEqual([
      [1, `${id}/items/[0]/item~undo`],
      [2, `${id}/items/[1]/item~undo`],
      [3, `${id}/first~undo`],
    ])
    await lab.client.compensate(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
    expect(world.undone).toEqual(undone)
  })

  it("is refused from a history that does not hold what its children answered", async () => {
    const ended = workflow("ended", { input: N }, (w, { n }) => {
      w.each([1], (item, w) => void w.run(act({ n: item }), { name: "item", compensate }), { distributed: true })
      w.run(act({ n }), { name: "last", compensate })
      w.run(act({ n }), { name: "stuck" })
    })
    const world = new World()
    await using lab = await openLab({ workflows: [ended], handlers: world.handlers })
    world.disturb = async (made) => {
      if (made === 2) await new Promise(() => undefined)
    }
    const { id } = await lab.client.start(ended, { n: 2 })
    await until(() => world.done.length === 2)
    await lab.client.stop(id, { error: "Killed" })
    await lab.client.result(id)
    expect((await lab.client.compensations(id)).compensations.map(({ step }) => step)).toEqual(["last", "item"])
    const history = JSON.parse(JSON.stringify({ events: historyToApi(await wholeHistory(lab.client, id)) })) as Json
    await expect(importExecution({ backend: memory(), workflow: ended, execution: id, history })).rejects.toMatchObject(
      { code: "HISTORY_INVALID" },
    )
  })
})

describe("compensation from a history", () => {
  it("names every effect, once, for an execution that is stopped at any effect, from our history and from AWS's", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 10 }),
        fc.array(fc.integer({ min: 10, max: 19 }), { maxLength: 3 }),
        async (count, list) => {
          const world = new World()
          await using lab = await openLab({ workflows: [shapes], handlers: world.handlers })
          const id = await stoppedAt(lab, world, count, list)
          if ((await lab.client.describe(id)).status === "SUCCEEDED") return
          const ours = await lab.client.compensations(id)
          const undone = ours.compensations.map(({ input }) => (input as { of: string }).of)
          expect(new Set(undone).size).toBe(undone.length)
          for (const key of world.done) expect(undone).toContain(key)
          for (const key of undone) expect(ours.attempted.map((step) => step.key)).toContain(key)
          const api = historyToApi(await wholeHistory(lab.client, id))
          const backend = memory()
          const history = JSON.parse(JSON.stringify({ events: api })) as Json
          const { differences } = await importExecution({ backend, workflow: shapes, execution: id, history })
          expect(differences).toEqual([])
          world.disturb = () => undefined
          const clock = simulatedClock({ start: lab.clock.now() })
          await using other = await openLab({ backend, clock, workflows: [shapes], handlers: world.handlers })
          const theirs = await other.client.compensations(id)
          expect(theirs).toEqual(ours)
          if (ours.compensations.length === 0) return
          await other.client.compensate(id)
          expect(await other.client.result(id)).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
          expect(world.undone.map(keyOf).toSorted()).toEqual(undone.toSorted())
        },
      ),
      { numRuns: 25 },
    )
  })

  it("refuses a history of another workflow, or without its data", async () => {
    const other = workflow("other", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "elsewhere", compensate })
      w.run(act({ n }), { name: "then" })
    })
    const world = new World()
    await using lab = await openLab({ workflows: [other], handlers: world.handlers })
    const { id } = await lab.client.execute(other, { n: 1 })
    const events = await wholeHistory(lab.client, id)
    const refused = async (
      from: Parameters<typeof importExecution>[0]["workflow"],
      api: readonly object[],
    ): Promise<void> => {
      const history = JSON.parse(JSON.stringify(api)) as Json
      await expect(
        importExecution({ backend: memory(), workflow: from, execution: id, history }),
      ).rejects.toMatchObject({ code: "HISTORY_INVALID" })
    }
    await refused(shapes, historyToApi(events))
    await refused(other, historyToApi(events, { includeExecutionData: false }))
    await refused(other, [])
  })
})

describe("cancelling at any effect", () => {
  it("undoes every effect once, or comes too late and undoes none", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 10 }),
        fc.array(fc.integer({ min: 10, max: 19 }), { maxLength: 3 }),
        async (count, list) => {
          const world = new World()
          await using lab = await openLab({ workflows: [shapes], handlers: world.handlers })
          const { id } = await lab.client.start(shapes, { list: [...list] })
          world.disturb = async (made) => {
            if (made !== count) return
            await lab.client.cancel(id)
            await until(async () => (await lab.backend.executions.journal({ id }))?.join().includes("Cancel") === true)
          }
          const { status, error } = await lab.client.result(id)
          if (status === "ABORTED") expect(error).toBe("Stepwright.Cancelled")
          else expect(status).toBe("SUCCEEDED")
          expect(world.undone.map(keyOf).toSorted()).toEqual(status === "ABORTED" ? world.done.toSorted() : [])
        },
      ),
      { numRuns: 40 },
    )
  })
})
