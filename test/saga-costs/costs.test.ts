import { describe, expect, it } from "vitest"

import { budget, type Cost, costOf, shapes } from "./costs.ts"

const costs: readonly Cost[] = await Promise.all(
  shapes.flatMap((shape) => [1, 5, 20].map((steps) => costOf(shape, steps))),
)

describe("what a saga costs where nothing fails", () => {
  it.each(costs)("$shape of $steps: $transitions transitions, $plainTransitions without compensation", (cost) => {
    expect(cost.transitions - cost.plainTransitions).toBeLessThanOrEqual(budget[cost.shape])
  })

  it("is the same for every step more: no step, branch or item costs a transition", () => {
    for (const shape of shapes) {
      const added = costs.filter((cost) => cost.shape === shape).map((cost) => cost.transitions - cost.plainTransitions)
      expect(new Set(added).size).toBe(1)
    }
  })
})
