import { task, TaskError, workflow } from "@stepwright/dsl"
import { expect, it } from "vitest"
import { z } from "zod"

import { openLab } from "../runtime/lab.ts"

it("a key is the same over attempts and redrives, and a compensation has one of its own", async () => {
  const keys: Record<"charge" | "refund", Set<string>> = { charge: new Set(), refund: new Set() }
  const calls: string[] = []
  const charge = task("charge", {
    input: z.object({}),
    output: z.string(),
    retry: { attempts: 3 },
    handler: (_, { key }) => {
      keys.charge.add(key)
      calls.push("charge")
      // Fails in every attempt of the first run and in the first one after the redrive.
      if (calls.filter((name) => name === "charge").length <= 4) throw new TaskError("Bank.Closed")
      return "paid"
    },
  })
  const refund = task("refund", {
    input: z.object({ chargedUnder: z.string() }),
    handler: ({ chargedUnder }, { key }) => {
      expect(keys.charge).toContain(chargedUnder)
      keys.refund.add(key)
      calls.push("refund")
    },
  })
  const ship = task("ship", {
    input: z.object({}),
    handler: () => {
      throw new TaskError("Van.Broken")
    },
  })
  const plain = workflow("plain", {}, (w) => w.run(charge({})))
  const saga = workflow("saga", {}, (w) => {
    w.run(charge({}), { compensate: ({ key }) => refund({ chargedUnder: key }) })
    w.run(ship({}))
  })
  await using lab = await openLab({ workflows: [plain, saga] })

  const { id } = await lab.client.start(plain, {})
  expect(await lab.client.result(id)).toMatchObject({ status: "FAILED", error: "Bank.Closed" })
  await lab.client.redrive(id)
  expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "paid" })
  expect(calls).toEqual(["charge", "charge", "charge", "charge", "charge"])
  expect([...keys.charge]).toEqual([`${id}/charge`])

  const undone = await lab.client.start(saga, {})
  expect(await lab.client.result(undone.id)).toMatchObject({ status: "FAILED", error: "Van.Broken" })
  expect([...keys.refund]).toEqual([`${undone.id}/charge~undo`])
})
