import { stateMachine, type StateMachine } from "@stepwright/engine"

import { invoke } from "./asl.ts"

type Fields = Readonly<Record<string, unknown>>

/** A machine of one distributed Map over its input, whose children are given to `work`. */
export function distributed(fields: Fields = {}, processor: Fields = {}): StateMachine {
  return stateMachine("order", {
    QueryLanguage: "JSONata",
    StartAt: "M",
    States: {
      M: {
        Type: "Map",
        Label: "L",
        Items: "{% $states.input %}",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "I",
          States: { I: { ...invoke("work"), End: true } },
          ...processor,
        },
        End: true,
        ...fields,
      },
    },
  })
}

/** Numbers from 0. */
export function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}
