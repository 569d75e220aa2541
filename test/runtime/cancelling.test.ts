import { type Compensate, fmt, handle, task, TaskError, workflow } from "@stepwright/dsl"
import { stateMachine } from "@stepwright/engine"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { invoke, sequence } from "./asl.ts"
import { cancelled, childrenCancelled } from "./cancelled.ts"
import { after, openLab, stores, until } from "./lab.ts"

const N = z.object({ n: z.int() })
const Undo = z.object({ of: z.string(), got: z.string() })
const act = task("act", { input: N, output: z.object({ got: z.string() }) })
const look = task("look", { input: N, readOnly: true })
const undo = task("undo", { input: Undo })
const ask = task("ask", { input: z.object({ token: z.string() }) })

/** What was done and undone, by the step's place in its execution. */
class World {
  readonly done: string[] = []
  readonly undone: string[] = []
  readonly handlers = [
    handle(act, async ({ n }, { key }) => {
      this.done.push(short(key))
      await this.during(n)
      return { got: `r${n}` }
    }),
    handle(look, async ({ n }) => {
      await this.during(n)
      return null
    }),
    handle(undo, ({ of, got }) => {
      this.undone.push(`${short(of)} ${got}`)
      return null
    }),
  ]
  /** What a handler does before it answers. */
  during: (n: number) => Promise<void> | void = () => undefined
}

const short = (key: string): string => key.slice(key.lastIndexOf(":") + 1).replace(/^[^/]*\//, "")

const compensate: Compensate<{ got: string }, { n: number }> = {
  known: ({ key, result }) => undo({ of: key, got: result.got }),
  unknown: ({ key }) => undo({ of: key, got: "?" }),
}

describe.each(stores)("cancel over %s", (_store, make) => {
  it("lets the step in flight come to rest, and undoes what was done, its result known", async () => {
    const world = new World()
    const chain = workflow("chain", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "first", compensate })
      w.run(act({ n: 2 }), { name: "second", compensate })
      w.run(act({ n: 3 }), { name: "third", compensate })
    })
    await using lab = await openLab({ backend: make(), workflows: [chain], handlers: world.handlers })
    let release: () => void = () => undefined
    world.during = async (n) => {
      if (n === 2) await new Promise<void>((resolve) => (release = resolve))
    }
    const { id } = await lab.client.start(chain, { n: 1 })
    await until(() => world.done.length === 2)
    await cancelled(lab, id, "the customer left")
    expect(await lab.client.cancel(id)).toEqual({ accepted: true })
    expect((await lab.client.describe(id)).status).toBe("RUNNING")
    release()
    const ended = await lab.client.result(id)
    expect(ended).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
    expect(JSON.parse(ended.cause ?? "")).toMatchObject({
      error: { Error: "Stepwright.Cancelled", Cause: "the customer left" },
      compensated: ["second", "first"],
      uncompensated: [],
    })
    expect([world.done, world.undone]).toEqual([
      ["first", "second"],
      ["second r2", "first r1"],
    ])
    expect(await lab.client.cancel(id)).toEqual({ accepted: false, status: "ABORTED" })
    expect((await lab.client.history(id, { reverseOrder: true, limit: 1 })).events[0]).toMatchObject({
      type: "ExecutionAborted",
      error: "Stepwright.Cancelled",
    })
    await expect(lab.client.cancel("nobody")).rejects.toMatchObject({ code: "EXECUTION_NOT_FOUND" })
  })

  it("does not wait for a sleep, a backoff or an answer from outside", async () => {
    const sleeps = workflow("sleeps", { input: N }, (w, { n }) => {
      w.run(act({ n }), { compensate })
      w.sleep("1d")
      w.run(act({ n: 2 }), { name: "after" })
    })
    const retries = workflow("retries", { input: N }, (w, { n }) => {
      w.run(act({ n }), { compensate })
      w.run(act({ n: 13 }), { name: "retried", compensate, retry: { attempts: 5, interval: "1d" } })
    })
    const asks = workflow("asks", { input: N }, (w, { n }) => {
      w.run(act({ n }), { compensate })
      w.callback(({ token }) => ask({ token }), { name: "asked", output: z.string() })
    })
    for (const [each, undone] of [
      [sleeps, ["act r1"]],
      [retries, ["retried ?", "act r1"]],
      [asks, ["act r1"]],
    ] as const) {
      const world = new World()
      let waits = false
      world.during = (n) => {
        waits = true
        if (n === 13) throw new TaskError("Not.Yet")
      }
      const handlers = [...world.handlers, handle(ask, () => null)]
      await using lab = await openLab({ backend: make(), workflows: [each], handlers })
      const { id } = await lab.client.start(each, { n: 1 })
      after(lab.clock, 60_000, () => lab.client.cancel(id))
      expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
      expect([each.name, waits, world.undone]).toEqual([each.name, true, undone])
      expect(lab.clock.now() - (await lab.client.describe(id)).startedAt).toBeLessThan(120_000)
    }
  })

  it("undoes what branches and iterations have done, and begins none that has not", async () => {
    const wide = workflow("wide", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.all(
        {
          quick: (w) => w.run(act({ n: 1 }), { name: "quick", compensate }),
          slow: (w) => {
            w.run(act({ n: 2 }), { name: "slow", compensate })
            return w.run(act({ n: 3 }), { name: "never", compensate })
          },
        },
        { name: "both" },
      )
    })
    const items = workflow("items", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.each(
        [1, 2, 3, 4, 5],
        (item, w) => {
          w.run(act({ n: item }), { name: "item", compensate })
        },
        { name: "list", concurrency: 2 },
      )
    })
    const spread = workflow("spread", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.each(
        [1, 2, 3, 4, 5],
        (item, w) => {
          w.run(act({ n: item }), { name: "item", compensate })
          w.run(act({ n: item }), { name: "never", compensate })
        },
        { name: "list", concurrency: 2, distributed: true },
      )
    })
    const nested = workflow("nested", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.each(
        [[1], [2], [3]],
        (row, w, at) => {
          w.each(
            row,
            (item, w, index) => {
              w.run(act({ n: item }), {
                name: "item",
                compensate: ({ key }) => undo({ of: key, got: fmt`${at} ${index}` }),
              })
              w.run(act({ n: item }), { name: "never", compensate })
            },
            { name: "row", distributed: true },
          )
        },
        { name: "list", concurrency: 2, distributed: true },
      )
    })
    const rows = workflow("rows", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.each(
        [[1], [2], [3]],
        (row, w, at) => {
          w.each(row, (item, w) => {
            w.run(act({ n: item }), { name: "item", compensate: ({ key }) => undo({ of: key, got: fmt`${at}` }) })
          })
        },
        { name: "list", concurrency: 2 },
      )
    })
    for (const [each, done, undone] of [
      [
        rows,
        ["before", "list/[0]/each/[0]/item", "list/[1]/each/[0]/item"],
        ["list/[0]/each/[0]/item 0", "list/[1]/each/[0]/item 1", "before r0"],
      ],
      [spread, ["before", "list/[0]/item", "list/[1]/item"], ["list/[0]/item r1", "list/[1]/item r2", "before r0"]],
      [
        nested,
        ["before", "list/[0]/row/[0]/item", "list/[1]/row/[0]/item"],
        ["list/[0]/row/[0]/item 0 0", "list/[1]/row/[0]/item 1 0", "before r0"],
      ],
      [
        wide,
        ["before", "both/quick/quick", "both/slow/slow"],
        ["both/quick/quick r1", "both/slow/slow r2", "before r0"],
      ],
      [items, ["before", "list/[0]/item", "list/[1]/item"], ["list/[0]/item r1", "list/[1]/item r2", "before r0"]],
    ] as const) {
      const world = new World()
      const release: (() => void)[] = []
      world.during = async (n) => {
        if (n > 0) await new Promise<void>((resolve) => release.push(resolve))
      }
      await using lab = await openLab({ backend: make(), workflows: [each], handlers: world.handlers })
      const { id } = await lab.client.start(each, { n: 0 })
      await until(() => release.length === 2)
      await cancelled(lab, id)
      await childrenCancelled(lab, id)
      for (const go of release) go()
      expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
      expect([each.name, world.done]).toEqual([each.name, done])
      expect(world.undone.toSorted()).toEqual([...undone].toSorted())
      expect(world.undone.at(-1)).toBe("before r0")
    }
  })

  it("stops at the next step whatever an attempt handles, in loops and in inner sagas, too", async () => {
    const shapes = workflow("shapes", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.attempt((w) => {
        w.saga((w) => {
          w.run(act({ n: 1 }), { name: "inner", compensate })
          w.run(look({ n: 2 }), { name: "looked" })
          w.run(act({ n: 3 }), { name: "inner-never", compensate })
        })
      }).catch({
        "States.ALL": (w) => {
          w.run(act({ n: 4 }), { name: "handled", compensate })
        },
      })
      w.run(act({ n: 5 }), { name: "never", compensate })
    })
    const loops = workflow("loops", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.repeat(
        (w) => {
          w.run(act({ n: 1 }), { name: "pass", compensate })
          w.run(look({ n: 2 }), { name: "looked" })
        },
        { name: "loop", max: 5 },
      )
    })
    for (const [each, undone] of [
      [shapes, ["inner r1", "before r0"]],
      [loops, ["loop/#0/pass r1", "before r0"]],
    ] as const) {
      const world = new World()
      let release: () => void = () => undefined
      let waits = false
      world.during = async (n) => {
        if (n !== 2 || waits) return
        waits = true
        await new Promise<void>((resolve) => (release = resolve))
      }
      await using lab = await openLab({ backend: make(), workflows: [each], handlers: world.handlers })
      const { id } = await lab.client.start(each, { n: 0 })
      await until(() => waits)
      await cancelled(lab, id)
      release()
      expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
      expect(world.undone.map((text) => text.replace(/^.*\/(inner)/, "$1"))).toEqual(undone)
    }
  })

  it("goes on to the end past a pivot, and undoes all before one", async () => {
    const trip = workflow("trip", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.run(look({ n: 1 }), { name: "looked" })
      w.pivot(act({ n: 2 }), { name: "pivot" })
      w.run(look({ n: 3 }), { name: "forward" })
    })
    for (const [at, status, undone] of [
      [1, "ABORTED", ["before r0"]],
      [2, "SUCCEEDED", []],
      [3, "SUCCEEDED", []],
    ] as const) {
      const world = new World()
      let release: () => void = () => undefined
      let waits = false
      world.during = async (n) => {
        if (n !== at) return
        waits = true
        await new Promise<void>((resolve) => (release = resolve))
      }
      await using lab = await openLab({ backend: make(), workflows: [trip], handlers: world.handlers })
      const { id } = await lab.client.start(trip, { n: 0 })
      await until(() => waits)
      await cancelled(lab, id)
      release()
      expect((await lab.client.result(id)).status).toBe(status)
      expect(world.undone).toEqual(undone)
    }
  })

  it("cancels a child workflow, waits for it, and undoes what it did", async () => {
    const child = workflow("child", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "of-child", compensate })
      w.sleep("1d")
      return n
    })
    const parent = workflow("parent", { input: N }, (w, { n }) => {
      w.run(act({ n }), { name: "before", compensate })
      w.run(w.call(child)({ n }), { name: "call" })
    })
    const world = new World()
    await using lab = await openLab({ backend: make(), workflows: [parent], handlers: world.handlers })
    const { id } = await lab.client.start(parent, { n: 1 })
    after(lab.clock, 60_000, () => lab.client.cancel(id))
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED" })
    const statuses = (await lab.client.list()).executions.map(({ workflow: name, status }) => `${name} ${status}`)
    expect(statuses.toSorted()).toEqual(["child ABORTED", "parent ABORTED"])
    // Nothing of the child can fail after its step: its plan has no way that undoes it with its result.
    expect(world.undone).toEqual(["call/of-child ?", "before r1"])
  })

  it("ends an execution without a saga once what is in flight has come to rest", async () => {
    const plain = workflow("plain", { input: N }, (w, { n }) => {
      w.run(look({ n }), { name: "one" })
      w.run(look({ n: 2 }), { name: "two" })
    })
    const machine = sequence("by-hand", { One: invoke("work"), Two: invoke("work") })
    for (const each of [plain, machine]) {
      let calls = 0
      let release: () => void = () => undefined
      const work = async (): Promise<null> => {
        calls++
        await new Promise<void>((resolve) => (release = resolve))
        return null
      }
      await using lab = await openLab({
        backend: make(),
        workflows: [each],
        handlers: [handle(look, work)],
        resources: { work },
      })
      const { id } = await lab.client.start(each as typeof plain, { n: 1 })
      await until(() => calls === 1)
      await cancelled(lab, id, "enough")
      release()
      expect(await lab.client.result(id)).toMatchObject({
        status: "ABORTED",
        error: "Stepwright.Cancelled",
        cause: "enough",
      })
      expect(calls).toBe(1)
    }
  })

  it("raises an error that a hand-written machine can catch, and runs what it catches it with", async () => {
    const caught = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Refund" }] }
    const machine = stateMachine("saga-by-hand", {
      QueryLanguage: "JSONata",
      StartAt: "Charge",
      States: {
        Charge: { ...invoke("work"), Next: "Wait" },
        Wait: { Type: "Wait", Seconds: 60, Next: "Ship" },
        Ship: { ...invoke("work"), ...caught, End: true },
        Refund: { ...invoke("refund"), Next: "Sorry" },
        Sorry: { ...invoke("refund"), End: true },
      },
    })
    let [works, refunds] = [0, 0]
    await using lab = await openLab({
      backend: make(),
      workflows: [machine],
      resources: {
        work: () => ++works,
        refund: () => ++refunds,
      },
    })
    const { id } = await lab.client.start(machine, {})
    // A Wait has no Catch.
    after(lab.clock, 30_000, () => lab.client.cancel(id))
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED" })
    const quick = stateMachine("quick-by-hand", {
      QueryLanguage: "JSONata",
      StartAt: "Charge",
      States: {
        Charge: { ...invoke("slow"), Next: "Ship" },
        Ship: { ...invoke("work"), ...caught, End: true },
        Refund: { ...invoke("refund"), Next: "Sorry" },
        Sorry: { ...invoke("refund"), End: true },
      },
    })
    let release: () => void = () => undefined
    let began = false
    await using other = await openLab({
      backend: make(),
      workflows: [quick],
      resources: {
        slow: () => {
          began = true
          return new Promise<null>((resolve) => (release = () => resolve(null)))
        },
        work: () => ++works,
        refund: () => ++refunds,
      },
    })
    const second = await other.client.start(quick, {})
    await until(() => began)
    await cancelled(other, second.id)
    release()
    expect(await other.client.result(second.id)).toMatchObject({ status: "ABORTED", error: "Stepwright.Cancelled" })
    expect([works, refunds]).toEqual([1, 2])
  })
})
