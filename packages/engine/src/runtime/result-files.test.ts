import * as fc from "fast-check"
import { describe, expect, test } from "vitest"

import type { Json } from "../asl/json.ts"
import { resultFiles } from "./result-files.ts"

async function textsOf(values: readonly Json[], type: "JSON" | "JSONL", longest: number): Promise<readonly string[]> {
  const texts: string[] = []
  for await (const file of resultFiles(values, type, longest)) texts.push(new TextDecoder().decode(file))
  return texts
}

describe("result files", () => {
  test.each<[string, readonly Json[], "JSON" | "JSONL", number, readonly string[]]>([
    ["as many as fit, to the byte", [1, 2, 3], "JSON", 5, ["[1,2]", "[3]"]],
    ["no more than fit", [1, 2, 3], "JSON", 4, ["[1]", "[2]", "[3]"]],
    ["as many lines as fit, to the byte", [1, 2, 3], "JSONL", 4, ["1\n2\n", "3\n"]],
    ["no more lines than fit", [1, 2, 3], "JSONL", 3, ["1\n", "2\n", "3\n"]],
    ["bytes, not characters", ["ü", "ü"], "JSON", 9, ['["ü"]', '["ü"]']],
    ["one value that is longer, alone", [1, "longer", 2], "JSON", 5, ["[1]", '["longer"]', "[2]"]],
    ["nothing", [], "JSON", 5, ["[]"]],
    ["no lines", [], "JSONL", 5, [""]],
  ])("hold %s", async (_, values, type, longest, texts) => {
    expect(await textsOf(values, type, longest)).toEqual(texts)
  })

  test("hold every value once, in order, within their bound", async () => {
    const list = fc.array(fc.jsonValue().map((value) => value as Json))
    await fc.assert(
      fc.asyncProperty(list, fc.constantFrom("JSON", "JSONL"), fc.nat(200), async (values, type, longest) => {
        const texts = await textsOf(values, type, longest)
        const read = texts.map((text) =>
          type === "JSON"
            ? (JSON.parse(text) as Json[])
            : text
                .split("\n")
                .slice(0, -1)
                .map((line) => JSON.parse(line) as Json),
        )
        expect(read.flat(1)).toEqual(JSON.parse(JSON.stringify(values)))
        for (const [at, text] of texts.entries()) {
          if (read[at]?.length !== 1) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(Math.max(longest, 2))
        }
      }),
    )
  })

  test("are put together one at a time", async () => {
    const asked: number[] = []
    const values = [1, 2, 3].map((value) => ({ toJSON: () => (asked.push(value), value) }))
    const files = resultFiles(values as unknown as readonly Json[], "JSON", 3) // what JSON writes as numbers
    await files.next()
    expect(asked).toEqual([1, 2])
    await files.return(undefined)
  })
})
