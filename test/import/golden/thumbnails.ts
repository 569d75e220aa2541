import { aws, type Builder, jsonata, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Input = z.object({ pictures: z.array(z.unknown()), bucket: z.unknown() })
const Item = z.object({ key: z.unknown() })
const Shrink = z.object({ Payload: z.unknown() })

export const thumbnails = workflow("thumbnails", { output: z.unknown() }, (w, givenInput) => {
  const input = jsonata.as(Input)`${givenInput}`
  return w
    .attempt(
      (w) => {
        const both = w.all(
          [
            (w: Builder<unknown>) => {
              return w.each(
                input.pictures,
                (givenItem, w: Builder<unknown>) => {
                  const item = jsonata.as(Item)`${givenItem}`
                  const eachPictureItemOutput = w.compute(
                    { key: item.key, bucket: input.bucket },
                    { name: "Each-picture-item" },
                  )
                  const shrinkAnswer = w.run(
                    aws.lambda.invoke({ FunctionName: "shrink", Payload: eachPictureItemOutput }),
                    { name: "Shrink" },
                  )
                  const shrink = jsonata.as(Shrink)`${shrinkAnswer}`
                  return w.compute(shrink.Payload, { name: "Shrink-output" })
                },
                { name: "Each-picture", concurrency: 5 },
              )
            },
            (w: Builder<unknown>) => {
              return w.compute(jsonata.as(z.unknown())`$now()`, { name: "Note" })
            },
          ],
          { name: "Both" },
        )
        return w.compute(
          { small: jsonata.as(z.unknown())`${both}[0]`, at: jsonata.as(z.unknown())`${both}[1]` },
          { name: "Both-output" },
        )
      },
      { name: "Both-attempt" },
    )
    .catch({ "States.ALL": (w) => w.return({ small: [] }) })
})
