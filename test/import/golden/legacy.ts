import { aws, jsonata, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Keep = z.object({ name: z.unknown() })

/** Written before there was JSONata. */
export const legacy = workflow("legacy", {}, (w, input) => {
  w.sleep(5, { name: "Pause" })
  const keepAnswer = w.asl(
    {
      StartAt: "Name",
      States: {
        Name: {
          Type: "Pass",
          Parameters: { "name.$": "States.Format('{}-{}', $.kind, $.id)" },
          ResultPath: "$.made",
          Next: "Keep",
        },
        Keep: { Type: "Pass", InputPath: "$.made", Next: "Post" },
      },
    },
    { input, name: "Name" },
  )
  const keep = jsonata.as(Keep)`${keepAnswer}`
  return w.run(aws.sdk("s3:putObject", { Bucket: "names", Key: keep.name }), { name: "Post" })
})
