import { readFileSync } from "node:fs"

import { describe, expect, it } from "vitest"

import { budget, type Cost, costOf, costTable, shapes } from "./costs.ts"

const costs: readonly Cost[] = await Promise.all(
  shapes.flatMap((shape) => [1, 5, 20].map((steps) => costOf(shape, steps))),
)

describe("what a saga costs where nothing fails", () => {
  it.each(costs)("$shape of $steps: $transitions transitions, $plainTransitions without compensation", (cost) => {
    expect(cost.transitions - cost.plainTransitions).toBeLessThanOrEqual(budget[cost.shape])
  })

  it("stands in docs/sagas.md", () => {
    const page = readFileSync(new URL("../../docs/sagas.md", import.meta.url), "utf8")
    const cells = (text: string): string => text.replaceAll(/ *\| */g, "|").replaceAll(/-+/g, "-")
    expect(cells(page)).toContain(cells(costTable(costs)))
  })

  it("is the same for every step more: no step, branch or item costs a transition", () => {
    for (const shape of shapes) {
      const added = costs.filter((cost) => cost.shape === shape).map((cost) => cost.transitions - cost.plainTransitions)
      expect(new Set(added).size).toBe(1)
    }
  })
})
