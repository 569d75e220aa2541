import { task } from "@stepwright/dsl"
import { z } from "zod"

/** What a step answers, and what steps after it are given. `number` is the text of a number, or garbled. */
export const Result = z.object({ id: z.string(), number: z.string() })

/** What a workflow of a case is given. */
export const Input = z.object({
  last: Result,
  yes: z.boolean(),
  value: z.enum(["a", "b", "c"]),
  others: z.object({ a: z.enum(["a", "b", "c"]), b: z.enum(["a", "b", "c"]), c: z.enum(["a", "b", "c"]) }),
  list: z.array(z.number()).max(3),
})

const Given = z.object({ part: z.number(), from: z.string(), number: z.number().optional() })
const Undone = z.object({
  part: z.number(),
  key: z.string(),
  /** What the step was given from, what it should have been, and what the scope sees. */
  given: z.string(),
  from: z.string(),
  result: z.string().optional(),
  number: z.number().optional(),
})

const twice = { retry: { attempts: 2, interval: "1s", backoff: 1 }, timeout: "5s" } as const

export const act = task("act", { input: Given, output: Result, notApplied: ["Declined"] })
export const look = task("look", { input: Given, output: Result, readOnly: true, notApplied: ["Declined"] })
export const undo = task("undo", { input: Undone, ...twice })
/** Undoes everything that was done under the key of a child workflow. */
export const undoAll = task("undo-all", { input: Undone, ...twice })
export const probe = task("probe", {
  input: z.object({ part: z.number(), key: z.string() }),
  output: z.union([
    z.object({ outcome: z.literal("applied"), result: Result }),
    z.object({ outcome: z.literal("notApplied") }),
    z.object({ outcome: z.literal("unknown") }),
  ]),
  readOnly: true,
  ...twice,
})

/** Every task of the cases. */
export const tasks = [act, look, undo, undoAll, probe] as const

/** Attempts of a compensation or a probe. */
export const undoAttempts = 2

/** Seconds that an attempt may take: of a step, and of a compensation or a probe. */
export const limits = { do: 4, undo: 5, probe: 5 } as const
