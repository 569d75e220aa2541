import type { Clause } from "../clause.ts"
import { operations } from "../model/operation.ts"
import { Pair } from "../model/pair.ts"
import { Stage } from "../stage.ts"

/** Whatever the calls, a backend does as the model does. */
export const propertyClauses: readonly Clause[] = [
  {
    name: "whatever the sequence of calls, the answers and what is stored are those of the model",
    async check({ make, backend }) {
      const fc = await import("fast-check")
      const seed = process.env["STEPWRIGHT_SEED"]
      const property = fc.asyncProperty(operations(fc, backend.capabilities.durable), async (calls) => {
        const stage = await Stage.set(make)
        try {
          const pair = await Pair.of(stage)
          for (const call of calls) await pair.perform(call)
          await pair.compare()
        } finally {
          await stage.backend.close()
        }
      })
      await fc.assert(property, { numRuns: 100, ...(seed === undefined ? {} : { seed: Number(seed) }) })
    },
  },
]
