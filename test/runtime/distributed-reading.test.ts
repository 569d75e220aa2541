import { describe, expect, it } from "vitest"

import { begin, childrenOf, onlyMapRun } from "./distributed-lab.ts"
import { distributed } from "./distributed-machine.ts"
import { stores } from "./lab.ts"

const reader = {
  Items: undefined,
  ItemReader: {
    Resource: "arn:aws:states:::s3:getObject",
    ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW", MaxItems: 2 },
    Arguments: { Bucket: "shop", Key: "{% $states.input.key %}" },
  },
  ItemSelector: { n: "{% $states.context.Map.Item.Value.n %}", from: "{% $states.context.Map.Item.Source %}" },
}

describe.each(stores)("a distributed Map that reads its items over %s", (_store, make) => {
  it("gives each child one of them", async () => {
    const machine = distributed(reader)
    const resources = {
      "s3:getObject": (asked: unknown) => ({ Body: "n\n1\n2\n3\n", asked }),
      work: (input: unknown) => input,
    }
    const { lab, id } = await begin({ backend: make(), workflows: [machine], resources }, { key: "list.csv" })
    await using _ = lab
    const from = "S3://shop/list.csv"
    expect((await lab.client.result(id)).output).toEqual([
      { n: "1", from },
      { n: "2", from },
    ])
    expect(await childrenOf(lab.client, (await onlyMapRun(lab.client, id)).mapRun)).toHaveLength(2)
  })

  it("fails by a name that can be caught where they cannot be read, and begins a new map run when it is redriven", async () => {
    const machine = distributed({
      ...reader,
      ItemReader: { ...reader.ItemReader, ReaderConfig: { InputType: "JSON" } },
    })
    let body = "{}"
    const resources = { "s3:getObject": () => ({ Body: body }), work: (input: unknown) => input }
    const { lab, id } = await begin({ backend: make(), workflows: [machine], resources }, { key: "list.json" })
    await using _ = lab
    expect(await lab.client.result(id)).toMatchObject({
      status: "FAILED",
      error: "States.ItemReaderFailed",
      cause: "Attempting to map over non-iterable node.",
    })
    body = '[{ "n": 1 }]'
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED" })
    const [second, first] = await lab.client.listMapRuns(id)
    expect([first?.status, second?.status]).toEqual(["FAILED", "SUCCEEDED"])
    expect(second?.redriveCount).toBe(0)
  })
})
