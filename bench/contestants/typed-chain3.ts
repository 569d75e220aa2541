import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Order = z.object({ order: z.number(), note: z.string() })

function step(name: string) {
  return task(name, { input: Order, output: Order })
}

const [a, b, c] = [step("a"), step("b"), step("c")]

/** The three steps of {@link typedChain3}. */
export const typedTasks = [a, b, c]

/** `chain3` as a team would write it: each step's input and output is checked, and each hands its output on. */
export const typedChain3 = workflow("chain3", { input: Order, output: Order }, (w, order) =>
  w.run(c(w.run(b(w.run(a(order)))))),
)
