import { handle, task, workflow } from "@stepwright/dsl"
import { z } from "zod"

import { type Probe, sleeperNote } from "../../contestant.ts"
import type { BenchProgram } from "./program.ts"

const Alarm = z.object({ due: z.string(), note: z.string() })
const ring = task("ring", { input: Alarm.pick({ due: true }) })

const sleeper = workflow("sleeper", { input: Alarm }, (w, { due }) => {
  w.sleepUntil(due)
  w.run(ring({ due }))
})

export function sleeperProgram(probe: Probe): BenchProgram {
  const handler = handle(ring, ({ due }) => {
    probe.woke(Date.parse(due))
    return undefined
  })
  const inputOf = (due: number): unknown => ({ due: new Date(due).toISOString(), note: sleeperNote })
  return { workflow: sleeper, handlers: [handler], inputOf, ends: "SUCCEEDED" }
}
