import * as fc from "fast-check"
import { expect, it } from "vitest"

import type { StateMap } from "../../asl/document.ts"
import { reachesItself } from "./loops.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)

/** A level whose states are Choices with these targets. */
function level(edges: readonly (readonly number[])[]): StateMap {
  const choice = (targets: readonly number[]) => ({
    Type: "Choice" as const,
    Choices: targets.map((target) => ({ Condition: "{% true %}", Next: String(target) })),
  })
  return { StartAt: "0", States: Object.fromEntries(edges.map((targets, index) => [String(index), choice(targets)])) }
}

/** By following every edge from every state. */
function naive(edges: readonly (readonly number[])[]): readonly string[] {
  return edges.flatMap((_, goal) => {
    const seen = new Set<number>()
    const open = [...(edges[goal] ?? [])]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at === goal) return [String(goal)]
      if (!seen.has(at)) open.push(...(edges[at] ?? []))
      seen.add(at)
    }
    return []
  })
}

it(`finds the states that lead back to themselves (seed ${seed})`, () => {
  const graph = fc
    .integer({ min: 1, max: 12 })
    .chain((count) => fc.array(fc.array(fc.nat(count - 1), { maxLength: 3 }), { minLength: count, maxLength: count }))
  fc.assert(
    fc.property(graph, (edges) => {
      expect([...reachesItself(level(edges))].toSorted()).toEqual([...naive(edges)].toSorted())
    }),
    { seed, numRuns: 2000 },
  )
})

it("takes a chain of 50,000 states, and the same closed to a ring", () => {
  const chain = Array.from({ length: 50_000 }, (_, index) => (index < 49_999 ? [index + 1] : []))
  expect(reachesItself(level(chain)).size).toBe(0)
  expect(reachesItself(level(chain.with(49_999, [0]))).size).toBe(50_000)
})
