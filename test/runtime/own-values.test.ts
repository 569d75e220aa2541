import { handle, task, workflow } from "@stepwright/dsl"
import type { HistoryEvent } from "@stepwright/engine"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { invoke, sequence } from "./asl.ts"
import { openLab, stores } from "./lab.ts"

interface Cart {
  items: string[]
}

/** Changes all that it can reach of a cart. */
function spoil(cart: Cart): void {
  cart.items.push("spoilt")
}

function spoilEvent(event: HistoryEvent): void {
  for (const value of [event["input"], event["output"]]) {
    if (typeof value === "object" && value !== null && "items" in value) spoil(value as unknown as Cart)
  }
}

const retry = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 1, MaxAttempts: 1 }]

describe.each(stores)("values over %s", (_store, make) => {
  it("belong to the handler that they are given to: what it changes, nobody else sees", async () => {
    const seen: string[] = []
    const machine = sequence("carts", {
      First: invoke("first", { Retry: retry, Output: "{% $states.input %}" }),
      Second: invoke("second", { Output: "{% $states.input %}" }),
    })
    await using lab = await openLab({
      backend: make(),
      workflows: [machine],
      resources: {
        first: (input, { attempt }) => {
          seen.push(JSON.stringify(input))
          spoil(input as unknown as Cart)
          if (attempt === 1) throw new Error("again")
          return input
        },
        second: (input) => {
          seen.push(JSON.stringify(input))
          spoil(input as unknown as Cart)
          return null
        },
      },
    })
    const ended = await lab.client.execute(machine, { items: ["a"] })
    expect(seen).toEqual(['{"items":["a"]}', '{"items":["a"]}', '{"items":["a"]}'])
    expect(ended).toMatchObject({ input: { items: ["a"] }, output: { items: ["a"] } })
    const { events } = await lab.client.history(ended.id)
    expect(events[0]?.["input"]).toEqual({ items: ["a"] })
    expect(events.find(({ type }) => type === "LambdaFunctionSucceeded" || type === "TaskSucceeded")).toMatchObject({
      output: { Payload: { items: ["a", "spoilt"] } },
    })
  })

  it("belong to a task's handler even where its schema takes anything", async () => {
    const loose = task("loose", { input: z.unknown(), output: z.unknown(), retry: { attempts: 2, interval: "1s" } })
    const carts = workflow("loose-carts", { input: z.object({ items: z.array(z.string()) }) }, (w, cart) => {
      w.run(loose(cart))
      return cart
    })
    const seen: string[] = []
    const handler = handle(loose, (input, { attempt }) => {
      seen.push(JSON.stringify(input))
      spoil(input as Cart)
      if (attempt === 1) throw new Error("again")
      return input
    })
    await using lab = await openLab({ backend: make(), workflows: [carts], handlers: [handler] })
    const ended = await lab.client.execute(carts, { items: ["a"] })
    expect(seen).toEqual(['{"items":["a"]}', '{"items":["a"]}'])
    expect(ended).toMatchObject({ status: "SUCCEEDED", input: { items: ["a"] }, output: { items: ["a"] } })
  })

  it("belong to whoever is shown them", async () => {
    const machine = sequence("shown", { Call: invoke("call") })
    await using lab = await openLab({ backend: make(), workflows: [machine], resources: { call: (input) => input } })
    const input = { items: ["a"] }
    const started = lab.client.execute(machine, input)
    spoil(input)
    const ended = await started
    spoil(ended.input as unknown as Cart)
    spoil(ended.output as Cart)
    const history = await lab.client.history(ended.id)
    for (const event of history.events) {
      spoilEvent(event)
    }
    expect(await lab.client.describe(ended.id)).toMatchObject({ input: { items: ["a"] }, output: { items: ["a"] } })
    expect(JSON.stringify(await lab.client.history(ended.id))).not.toContain("spoilt")
  })
})
