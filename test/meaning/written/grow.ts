import { type Builder, type Workflow, workflow } from "@stepwright/dsl"
import { z } from "zod"

import { random } from "../random.ts"
import { inputSchema, kinds, sampleInput } from "./kinds.ts"
import { Pen } from "./pen.ts"
import { fieldOf, type Loose, termsOf } from "./scope.ts"
import type { Seedling } from "./seedling.ts"
import { writeBlock } from "./write-block.ts"

/** A workflow, an input of it, and both as an author would write them. */
export interface Grown {
  readonly workflow: Workflow<z.infer<typeof inputSchema>>
  readonly input: z.infer<typeof inputSchema>
  readonly text: string
}

/** Defines the workflow that a seedling stands for. */
export function grow({ body, input: seed }: Seedling): Grown {
  const pen = new Pen()
  const made = workflow("grown", { input: inputSchema, output: z.unknown() }, (w: Builder<unknown>, given) => {
    const whole = { kind: "any", value: given as unknown as Loose, text: "input", declared: true } as const
    const scope = [...kinds, "maybe" as const, "some" as const].flatMap((kind) => termsOf(fieldOf(whole, kind, kind)))
    return writeBlock(
      w,
      { pen, scope, conditional: false, outermost: true, returns: "any", risk: { taken: false }, writeBlock },
      "any",
      body,
    )
  })
  const input = sampleInput(random(seed))
  return {
    workflow: made,
    input,
    text: `workflow("grown", {}, (w, input) => {\n${pen.text}\n})\ninput: ${JSON.stringify(input)}`,
  }
}
