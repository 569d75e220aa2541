import { appendFileSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"

import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

/** One piece of a wide fan-out: it writes down who did it, under which key. */
export const piece = task("piece", {
  queue: "pieces",
  input: z.object({ file: z.string(), index: z.number(), takesMs: z.number() }),
  output: z.object({ pid: z.number() }),
  timeout: "60s",
  retry: { attempts: 5, interval: "1s" },
  handler: async ({ file, index, takesMs }, { key }) => {
    await pause(takesMs)
    appendFileSync(file, `${JSON.stringify({ key, index, pid: process.pid })}\n`)
    return { pid: process.pid }
  },
})

const Wide = z.object({ file: z.string(), takesMs: z.number(), pieces: z.array(z.number()) })

export const wide = workflow("wide", { input: Wide }, (w, { file, takesMs, pieces }) =>
  w.each(pieces, (index) => piece({ file, index, takesMs })),
)

/** What the pieces wrote down. */
export interface Written {
  readonly key: string
  readonly index: number
  readonly pid: number
}
