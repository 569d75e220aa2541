import { handle, task, workflow } from "@stepwright/dsl"
import { z } from "zod"

import { branches, type Probe } from "../../contestant.ts"
import type { BenchProgram } from "./program.ts"

const Part = z.object({ index: z.number() })
const branch = task("branch", { input: Part, output: Part })

const fan = workflow("fan100", { input: z.object({ parts: z.array(Part) }), output: z.array(Part) }, (w, { parts }) =>
  w.each(parts, (part) => branch(part), { concurrency: 40 }),
)

const parts = Array.from({ length: branches }, (_, index) => ({ index }))

export function fanProgram(probe: Probe): BenchProgram {
  const handler = handle(branch, (given, { execution }) => {
    probe.stepRan(execution.id)
    return given
  })
  return { workflow: fan, handlers: [handler], inputOf: () => ({ parts }), ends: "SUCCEEDED" }
}
