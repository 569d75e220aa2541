import { isDeepStrictEqual } from "node:util"

import type { Json } from "@stepwright/dsl"
import * as fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"

import { difference } from "./compare.ts"
import { possible } from "./direct/possible.ts"
import { type Ran, rootKey, runCompiled } from "./run.ts"
import { saboteurs, sabotaged, type Saboteur } from "./saboteurs.ts"
import { world } from "./world.ts"
import { grow, type Grown } from "./written/grow.ts"
import { type Seedling, seedlings } from "./written/seedling.ts"

// Every workflow is written twice over by one seedling: as a definition, and as text for people. What it means is read off
// its tree in plain TypeScript (`direct`); what it does is seen in the real engine, which runs the compiled plan.

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)
const numRuns = Number(process.env["STEPWRIGHT_RUNS"] ?? 400)

const compilers = saboteurs.filter(({ tree }) => tree !== undefined)

/** What a workflow may mean, and why what ran is none of it. */
function judge({ workflow, input }: Grown, ran: Ran, saboteur?: Saboteur): string | undefined {
  const tree = saboteur === undefined ? workflow.tree : sabotaged(workflow.tree, saboteur)
  const read = saboteur?.evaluate === undefined ? {} : { evaluate: saboteur.evaluate }
  const meant = possible(tree, { input: JSON.parse(JSON.stringify(input)) as Json, root: rootKey, world, ...read })
  return meant === undefined ? undefined : difference(ran, meant)
}

describe(`random workflows, directly and compiled (STEPWRIGHT_SEED=${seed})`, () => {
  it("come to the same, by the same calls with the same keys", async () => {
    let succeeded = 0
    const property = fc.asyncProperty(seedlings, async (seedling) => {
      const grown = grow(seedling)
      const ran = await runCompiled(grown.workflow, grown.input, world)
      if (ran.status === "SUCCEEDED") succeeded++
      const found = judge(grown, ran)
      if (found !== undefined) throw new Error(`${grown.text}\n${found}\n${ran.cause ?? ""}`)
    })
    await fc.assert(property, { seed, numRuns })
    // The generator must not wither to failures.
    expect(succeeded).toBeGreaterThan(numRuns / 3)
  })
})

describe("that the comparison can fail", () => {
  let cases: readonly { readonly grown: Grown; readonly ran: Ran }[]

  beforeAll(async () => {
    const drawn: readonly Seedling[] = fc.sample(seedlings, { numRuns: 250, seed: 1 })
    cases = await Promise.all(
      drawn.map(async (seedling) => {
        const grown = grow(seedling)
        return { grown, ran: await runCompiled(grown.workflow, grown.input, world) }
      }),
    )
  })

  it("does not fail where nothing is wrong", () => {
    expect(cases.map(({ grown, ran }) => judge(grown, ran)).filter((found) => found !== undefined)).toEqual([])
  })

  it.each(saboteurs)("notices a meaning that $name", (saboteur) => {
    expect(cases.some(({ grown, ran }) => judge(grown, ran, saboteur) !== undefined)).toBe(true)
  })

  it.each(compilers)("notices a compiler that $name", async (saboteur) => {
    let noticed = false
    for (const { grown } of cases) {
      const tree = sabotaged(grown.workflow.tree, saboteur)
      if (noticed || isDeepStrictEqual(tree, grown.workflow.tree)) continue
      const ran = await runCompiled({ ...grown.workflow, tree }, grown.input, world)
      noticed = judge(grown, ran) !== undefined
    }
    expect(noticed).toBe(true)
  })
})
