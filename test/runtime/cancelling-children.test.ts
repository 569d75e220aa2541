import { handle, task, workflow } from "@stepwright/dsl"
import type { Backend } from "@stepwright/engine"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { after, type Lab, openLab, stores, until } from "./lab.ts"

const N = z.object({ n: z.int() })
const act = task("act", { input: N, output: z.object({ got: z.string() }) })
const look = task("look", { input: N, readOnly: true })
const undo = task("undo", { input: z.object({ of: z.string() }), timeout: "3h" })
const compensate = ({ key }: { readonly key: Parameters<typeof undo>[0]["of"] }) => undo({ of: key })

const short = (key: string): string => key.slice(key.lastIndexOf(":") + 1).replace(/^[^/]*\//, "")

/** What was done and undone, in order. */
class World {
  readonly log: string[] = []
  undoing: () => Promise<void> | void = () => undefined
  looking: () => Promise<void> | void = () => undefined
  readonly handlers = [
    handle(act, ({ n }, { key }) => {
      this.log.push(`do ${short(key)}`)
      return { got: `r${n}` }
    }),
    handle(look, async () => {
      await this.looking()
      return null
    }),
    handle(undo, async ({ of }) => {
      await this.undoing()
      this.log.push(`undo ${short(of)}`)
      return null
    }),
  ]
}

/** A store in which starts of children wait until they are let through. */
function gated(real: Backend): { readonly backend: Backend; readonly held: () => number; readonly open: () => void } {
  const gate = Promise.withResolvers<void>()
  let held = 0
  const start = async (params: Parameters<Backend["executions"]["start"]>[0]) => {
    if (String(params.header).includes('"parent"')) {
      held++
      await gate.promise
    }
    return await real.executions.start(params)
  }
  return { backend: { ...real, executions: { ...real.executions, start } }, held: () => held, open: gate.resolve }
}

async function heard({ backend }: Lab, id: string): Promise<void> {
  await until(async () => (await backend.executions.journal({ id }))?.some((fact) => fact.includes("Cancel")) === true)
}

const sleeper = workflow("sleeper", { input: N }, (w, { n }) => {
  w.run(act({ n }), { name: "of-child", compensate })
  w.sleep("1d")
  w.run(act({ n: 99 }), { name: "never", compensate })
})

describe.each(stores)("a cancel over %s", (_store, make) => {
  it("reaches a child workflow whose start is on its way", async () => {
    const parent = workflow("parent", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.run(w.call(sleeper)({ n }), { name: "call" })
    })
    const world = new World()
    const { backend, held, open } = gated(make())
    await using lab = await openLab({ backend, workflows: [parent], handlers: world.handlers })
    const { id } = await lab.client.start(parent, { n: 1 })
    await until(() => held() === 1)
    await lab.client.cancel(id)
    await heard(lab, id)
    open()
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
    const { executions } = await lab.client.list()
    expect(executions.map(({ status }) => status)).toEqual(["ABORTED", "ABORTED"])
    expect(world.log.at(-1)).toBe("undo before")
    expect(world.log).not.toContain("do call/never")
    expect(lab.clock.now() - (await lab.client.describe(id)).startedAt).toBeLessThan(60_000)
  })

  it("reaches the children of a distributed Map whose starts are on their way", async () => {
    const wide = workflow("wide", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.each([1, 2, 3], (_, w) => w.sleep("1d"), { name: "list", distributed: true })
    })
    const world = new World()
    const { backend, held, open } = gated(make())
    await using lab = await openLab({ backend, workflows: [wide], handlers: world.handlers })
    const { id } = await lab.client.start(wide, { n: 1 })
    await until(() => held() === 3)
    await lab.client.cancel(id)
    await heard(lab, id)
    open()
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
    const [run] = await lab.client.listMapRuns(id)
    const { executions } = await lab.client.list({ mapRun: run?.mapRun ?? "" })
    expect(executions.map(({ status }) => status)).toEqual(["ABORTED", "ABORTED", "ABORTED"])
    expect(world.log).toEqual(["do before", "undo before"])
    expect(lab.clock.now() - (await lab.client.describe(id)).startedAt).toBeLessThan(60_000)
  })

  it("gives a child the time that its compensation takes, whatever its parent allowed for it", async () => {
    const child = workflow("child", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "of-child", compensate })
      w.sleep("1d")
    })
    for (const limit of ["step", "saga"] as const) {
      const world = new World()
      const parent = workflow("parent", { input: N, ...(limit === "saga" ? { timeout: "1h" } : {}) }, (w, { n }) => {
        w.run(act({ n }), { name: "before", compensate })
        w.run(w.call(child)({ n }), { name: "call", ...(limit === "step" ? { timeout: "1h" } : {}) })
      })
      await using lab = await openLab({ backend: make(), workflows: [parent], handlers: world.handlers })
      world.undoing = async () => {
        const back = lab.clock.abandoned()
        await new Promise<void>((resolve) => after(lab.clock, 2 * 3_600_000, resolve))
        back()
      }
      const { id } = await lab.client.start(parent, { n: 1 })
      after(lab.clock, 60_000, () => lab.client.cancel(id))
      expect(await lab.client.result(id), limit).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
      expect(world.log, limit).toEqual(["do before", "do call/of-child", "undo call/of-child", "undo before"])
      const { executions } = await lab.client.list()
      expect(executions.map(({ status }) => status)).toEqual(["ABORTED", "ABORTED"])
    }
  })

  it("lets a child past its pivot go on to its end, and then undoes the call", async () => {
    const child = workflow("child", { input: N }, (w, { n }) => {
      w.pivot(act({ n }), { name: "pivot" })
      w.run(look({ n }), { name: "looked" })
    })
    const parent = workflow("parent", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.run(w.call(child)({ n }), { name: "call", compensate })
      w.run(act({ n: 99 }), { name: "never", compensate })
    })
    const world = new World()
    let release: () => void = () => undefined
    let waits = false
    world.looking = async () => {
      waits = true
      await new Promise<void>((resolve) => (release = resolve))
    }
    await using lab = await openLab({ backend: make(), workflows: [parent], handlers: world.handlers })
    const { id } = await lab.client.start(parent, { n: 1 })
    await until(() => waits)
    await lab.client.cancel(id)
    const childId = (await lab.client.list({ workflow: "child" })).executions[0]?.id ?? ""
    await heard(lab, childId)
    release()
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
    expect((await lab.client.describe(childId)).status).toBe("SUCCEEDED")
    expect(world.log).toEqual(["do before", "do call/pivot", "undo call", "undo before"])
  })

  it("is told of while it is under way: who asked, why, and what is waited for", async () => {
    const child = workflow("child", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "of-child", compensate })
      w.run(look({ n }), { name: "looked" })
      w.run(act({ n: 99 }), { name: "never", compensate })
    })
    const parent = workflow("parent", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.run(w.call(child)({ n }), { name: "call" })
    })
    const world = new World()
    const gates: (() => void)[] = []
    const gate = async (): Promise<void> => await new Promise<void>((resolve) => gates.push(resolve))
    world.looking = gate
    world.undoing = gate
    await using lab = await openLab({ backend: make(), workflows: [parent], handlers: world.handlers })
    const { client } = lab
    const { id } = await client.start(parent, { n: 1 })
    await until(() => gates.length === 1)
    const childId = (await client.list({ workflow: "child" })).executions[0]?.id ?? ""
    expect(await client.describeCancellation(id)).toBeUndefined()
    await client.cancel(id, { reason: "the customer left", by: "ada" })
    await heard(lab, childId)
    const asked = { requestedAt: expect.any(Number), reason: "the customer left" }
    const awaited = { since: expect.any(Number) }
    const calling = [{ ...awaited, state: "call", path: "call", step: "call", child: childId }]
    expect(await client.describeCancellation(id)).toEqual({ ...asked, by: "ada", status: "RESTING", awaits: calling })
    const resting = await client.describeCancellation(childId)
    expect(resting).toEqual({
      ...asked,
      by: id,
      status: "RESTING",
      awaits: [{ ...awaited, state: "looked", path: "looked", step: "looked" }],
    })
    gates[0]?.()
    await until(() => gates.length === 2)
    const undoing = { ...awaited, state: "Undo of-child", path: "Undo of-child", step: "of-child" }
    await until(async () => (await client.describeCancellation(childId))?.status === "COMPENSATING")
    expect((await client.describeCancellation(childId))?.awaits).toEqual([undoing])
    expect((await client.describeCancellation(id))?.status).toBe("RESTING")
    gates[1]?.()
    await until(() => gates.length === 3)
    await until(async () => (await client.describeCancellation(id))?.status === "COMPENSATING")
    gates[2]?.()
    await client.result(id)
    for (const each of [id, childId]) {
      expect(await client.describeCancellation(each)).toMatchObject({ ...asked, status: "ENDED", awaits: [] })
    }
  })

  it("comes too late past a pivot, and says so, whether the execution then succeeds or fails", async () => {
    for (const fails of [false, true]) {
      const flow = workflow("flow", { input: N }, (w, { n }) => {
        w.run(act({ n }), { name: "before", compensate })
        w.pivot(act({ n }), { name: "pivot" })
        w.run(look({ n }), { name: "looked", retry: { attempts: 1 } })
        if (fails) w.fail("Out.Of.Luck", "nothing left")
      })
      const world = new World()
      let release: () => void = () => undefined
      let waits = false
      world.looking = async () => {
        waits = true
        await new Promise<void>((resolve) => (release = resolve))
      }
      await using lab = await openLab({ backend: make(), workflows: [flow], handlers: world.handlers })
      const { id } = await lab.client.start(flow, { n: 1 })
      await until(() => waits)
      await lab.client.cancel(id)
      await heard(lab, id)
      expect(await lab.client.describeCancellation(id)).toMatchObject({
        status: "TOO_LATE",
        awaits: [{ step: "looked" }],
      })
      release()
      const { status, error } = await lab.client.result(id)
      expect({ status, error }).toEqual(
        fails ? { status: "FAILED", error: "Out.Of.Luck" } : { status: "SUCCEEDED", error: undefined },
      )
      expect(await lab.client.describeCancellation(id)).toMatchObject({ status: "TOO_LATE", awaits: [] })
      expect(world.log).toEqual(["do before", "do pivot"])
    }
  })
})
