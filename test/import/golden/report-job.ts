import { aws, eq, jsonata, value, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Input = z.object({ query: z.unknown() })
const Start = z.object({ QueryExecutionId: z.unknown() })
const Ask = z.object({ QueryExecution: z.unknown() })
const AskOutputValues = z.object({ output: z.object({ Status: z.object({ State: z.string() }) }), asked: z.unknown() })

export const reportJob = workflow("report-job", {}, (w, givenInput) => {
  const input = jsonata.as(Input)`${givenInput}`
  const startAnswer = w.run(aws.sdk("athena:startQueryExecution", { QueryString: input.query }), { name: "Start" })
  const start = jsonata.as(Start)`${startAnswer}`
  const id = w.compute(start.QueryExecutionId, { name: "Start-output" })
  const afterWaitALittle = w.repeat(
    (w, carried) => {
      w.sleep(30, { name: "Wait-a-little" })
      const askAnswer = w.run(aws.sdk("athena:getQueryExecution", { QueryExecutionId: id }), { name: "Ask" })
      const ask = jsonata.as(Ask)`${askAnswer}`
      const askOutputValuesAnswer = w.compute(
        { output: ask.QueryExecution, asked: jsonata.as(z.unknown())`${carried.asked} + 1` },
        { name: "Ask-output" },
      )
      const askOutputValues = jsonata.as(AskOutputValues)`${askOutputValuesAnswer}`
      return w
        .when(
          eq(askOutputValues.output.Status.State, "SUCCEEDED"),
          () => ({ again: false, asked: askOutputValues.asked }),
          { name: "Done" },
        )
        .elseWhen(eq(askOutputValues.output.Status.State, "FAILED"), (w) => {
          return w.fail("Report.Failed", "The query failed.", { name: "Give-up" })
        })
        .otherwise(() => ({ again: true, asked: askOutputValues.asked }))
    },
    {
      name: "Wait-a-little-loop",
      initial: value<{ again: boolean; asked: unknown }>({ again: true, asked: 0 }),
      until: (last) => eq(last.again, false),
      max: "unbounded",
    },
  )
  return { id, asked: afterWaitALittle.asked }
})
