import { setTimeout as sleep } from "node:timers/promises"

import { handle, task, workflow } from "@stepwright/dsl"
import { z } from "zod"

import { input, type Probe, recoverStepMs } from "../../contestant.ts"
import type { BenchProgram } from "./program.ts"

const Order = z.object({ order: z.number(), note: z.string() })

function step(name: string) {
  return task(name, { input: Order, output: Order })
}

const [a, b, c] = [step("a"), step("b"), step("c")]

/** `chain3` as a team would write it: each step's input and output is checked, and each hands its output on. */
const chain = workflow("chain3", { input: Order, output: Order }, (w, order) => w.run(c(w.run(b(w.run(a(order)))))))

export function chainProgram(probe: Probe): BenchProgram {
  const handlers = [a, b, c].map((task) =>
    handle(task, (given, { execution }) => {
      probe.stepRan(execution.id)
      return given
    }),
  )
  return { workflow: chain, handlers, inputOf: () => input, ends: "SUCCEEDED" }
}

/** The chain of `recover`, whose steps take their time. */
export function slowChainProgram(probe: Probe): BenchProgram {
  const handlers = [a, b, c].map((task) =>
    handle(task, async (given, { execution }) => {
      probe.stepRan(execution.id)
      await sleep(recoverStepMs)
      return given
    }),
  )
  return { ...chainProgram(probe), handlers }
}
