import { type Compensate, handle, task, TaskError, workflow } from "@stepwright/dsl"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { childrenOf } from "./distributed-lab.ts"
import { type Lab, openLab, stores, until } from "./lab.ts"

const N = z.object({ n: z.int() })
const act = task("act", { input: N, output: z.object({ got: z.string() }) })
const undo = task("undo", { input: z.object({ of: z.string(), got: z.string() }) })
const compensate: Compensate<{ got: string }, { n: number }> = {
  known: ({ key, result }) => undo({ of: key, got: result.got }),
  unknown: ({ key }) => undo({ of: key, got: "?" }),
}

const spread = workflow("spread", { input: N }, (w, { n }) => {
  w.run(act({ n }), { name: "before", compensate })
  w.each(
    [1, 2, 3],
    (item, w) => {
      w.run(act({ n: item }), { name: "item", compensate })
    },
    { name: "list", distributed: true },
  )
  w.run(act({ n: 4 }), { name: "after" })
})

const short = (key: string): string => key.slice(key.lastIndexOf(":") + 1).replace(/^[^/]*\//, "")

/** Stops the one child execution at work whose input holds this text, as somebody might by hand. */
async function stopChild({ client }: Lab, id: string, holding: string): Promise<void> {
  const mapRun = (await client.listMapRuns(id)).find(({ status }) => status === "RUNNING")?.mapRun ?? ""
  const running = await childrenOf(client, mapRun, "RUNNING")
  const described = await Promise.all(running.map(async (child) => await client.describe(child.id)))
  const [found, ...others] = described.filter(({ input }) => JSON.stringify(input).includes(holding))
  expect([found === undefined, others]).toEqual([false, []])
  if (found === undefined) return
  await client.stop(found.id, { error: "Killed", cause: "by hand" })
  await until(async () => (await client.describe(found.id)).status === "ABORTED")
}

describe.each(stores)("children of a distributed each that are stopped, over %s", (_store, make) => {
  it("count as attempted: the others come to rest, and all is undone", async () => {
    const undone: string[] = []
    const release: (() => void)[] = []
    const handlers = [
      handle(act, async ({ n }) => {
        if (n > 0) await new Promise<void>((resolve) => release.push(resolve))
        return { got: `r${n}` }
      }),
      handle(undo, ({ of, got }) => {
        undone.push(`${short(of)} ${got}`)
        return null
      }),
    ]
    await using lab = await openLab({ backend: make(), workflows: [spread], handlers })
    const { id } = await lab.client.start(spread, { n: 0 })
    await until(() => release.length === 3)
    await stopChild(lab, id, '"index":1')
    for (const go of release) go()
    const ended = await lab.client.result(id)
    expect(ended).toMatchObject({ status: "FAILED", error: "Killed" })
    expect(JSON.parse(ended.cause ?? "")).toMatchObject({ step: "list", error: { Error: "Killed", Cause: "by hand" } })
    expect(undone.toSorted()).toEqual(["before r0", "list/[0]/item r1", "list/[1]/item ?", "list/[2]/item r3"])
    expect(undone.at(-1)).toBe("before r0")
  })

  it("and were to undo leave a dead letter, and the rest is undone", async () => {
    const undone: string[] = []
    const release: (() => void)[] = []
    const handlers = [
      handle(act, ({ n }) => {
        if (n === 4) throw new TaskError("Lost")
        return { got: `r${n}` }
      }),
      handle(undo, async ({ of, got }) => {
        if (got !== "r0") await new Promise<void>((resolve) => release.push(resolve))
        undone.push(`${short(of)} ${got}`)
        return null
      }),
    ]
    await using lab = await openLab({ backend: make(), workflows: [spread], handlers })
    const { id } = await lab.client.start(spread, { n: 0 })
    await until(() => release.length === 3)
    await stopChild(lab, id, '"r2"')
    for (const go of release) go()
    const ended = await lab.client.result(id)
    expect(ended).toMatchObject({ status: "FAILED", error: "Saga.PartiallyCompensated" })
    expect(JSON.parse(ended.cause ?? "")).toMatchObject({
      error: { Error: "Lost" },
      compensated: ["list/[0]/item", "list/[2]/item", "before"],
      uncompensated: [{ step: "list", error: "Saga.ReportLost" }],
    })
    const { letters } = await lab.client.deadLetters.list()
    expect(letters.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { execution: id, step: "list", key: `${id}/list`, error: { Error: "Saga.ReportLost" } },
    ])
  })
})
