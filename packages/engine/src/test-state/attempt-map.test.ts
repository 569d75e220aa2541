import { describe, expect, test } from "vitest"

import type { Json } from "../asl/json.ts"
import { ask, type Asked } from "./ask.fixture.ts"

const processor = (mode: "DISTRIBUTED" | "INLINE") => ({
  ProcessorConfig: mode === "INLINE" ? { Mode: mode } : { Mode: mode, ExecutionType: "STANDARD" },
  StartAt: "I",
  States: { I: { Type: "Pass", End: true } },
})
const map = { Type: "Map", ItemProcessor: processor("DISTRIBUTED"), End: true }
const reading = (config: object) => ({
  ...map,
  ItemReader: {
    Resource: "arn:aws:states:::s3:getObject",
    ReaderConfig: config,
    Parameters: { Bucket: "b", Key: "k" },
  },
})
const inspected = (state: object, asked: Asked): Json => ask(state, { inspectionLevel: "DEBUG", ...asked })

describe("a Map", () => {
  test.each<[string, object, Asked, Json]>([
    ["without a path goes over its input", {}, { input: [1, 2] }, { afterItemsPath: [1, 2], maxConcurrency: 0 }],
    ["with a path", { ItemsPath: "$.a" }, { input: { a: [1] } }, { afterItemsPath: [1] }],
    [
      "with a selector",
      { ItemSelector: { "v.$": "$$.Map.Item.Value", "n.$": "$.length()" } },
      { input: [5, 6] },
      {
        afterItemSelector: [
          { v: 5, n: 2 },
          { v: 6, n: 2 },
        ],
      },
    ],
    [
      "with a selector beside a given context object",
      { ItemSelector: { "v.$": "$$.Map.Item.Value", "id.$": "$$.Execution.Id" } },
      { input: [5], context: { Execution: { Id: "x" } } },
      { afterItemSelector: [{ v: 5, id: "x" }] },
    ],
    [
      "with batches of what is selected",
      { ItemSelector: { "v.$": "$$.Map.Item.Value" }, ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { b: 1 } } },
      { input: [1, 2, 3] },
      {
        afterItemBatcher: [
          { BatchInput: { b: 1 }, Items: [{ v: 1 }, { v: 2 }] },
          { BatchInput: { b: 1 }, Items: [{ v: 3 }] },
        ],
      },
    ],
    [
      "with limits",
      { MaxConcurrency: 50, ToleratedFailureCount: 1, ToleratedFailurePercentage: 12.5 },
      { input: [] },
      { maxConcurrency: 50, toleratedFailureCount: 1, toleratedFailurePercentage: 12.5 },
    ],
  ])("%s", (_, fields, asked, inspectionData) => {
    expect(inspected({ ...map, ...fields }, { mock: { result: ["r"] }, ...asked })).toMatchObject({
      status: "SUCCEEDED",
      output: ["r"],
      inspectionData,
    })
  })

  test("inline shows the concurrency as it is written", () => {
    const state = { ...map, ItemProcessor: processor("INLINE"), MaxConcurrency: 50 }
    expect(inspected(state, { input: [], mock: { result: [] } })).toMatchObject({
      inspectionData: { maxConcurrency: 50 },
    })
  })

  test.each<[object, number, "FAILED" | "SUCCEEDED"]>([
    [{}, 4, "SUCCEEDED"],
    [{ ToleratedFailureCount: 2 }, 2, "SUCCEEDED"],
    [{ ToleratedFailureCount: 2 }, 3, "FAILED"],
    [{ ToleratedFailurePercentage: 50 }, 2, "SUCCEEDED"],
    [{ ToleratedFailurePercentage: 50 }, 3, "FAILED"],
    [{ ToleratedFailureCount: 4, ToleratedFailurePercentage: 50 }, 3, "FAILED"],
  ])("with %j of which %i of four iterations failed: %s", (fields, mapIterationFailureCount, status) => {
    const asked: Asked = { input: [1, 2, 3, 4], mock: { result: [] }, stateConfiguration: { mapIterationFailureCount } }
    expect(ask({ ...map, ...fields }, asked)).toMatchObject(
      status === "FAILED" ? { status, error: "States.ExceedToleratedFailureThreshold" } : { status },
    )
  })

  test("over no array names the path", () => {
    expect(ask({ ...map, ItemsPath: "$.a" }, { input: { a: 1 }, mock: { result: [] } })).toEqual({
      status: "FAILED",
      error: "States.Runtime",
      cause: 'Reference path "$.a" must point to array.',
    })
  })

  test("with a ResultWriter answers an object", () => {
    const writer = { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "b", Prefix: "p" } }
    const result = { MapRunArn: "a" }
    expect(ask({ ...map, ResultWriter: writer }, { input: [], mock: { result } })).toEqual({
      status: "SUCCEEDED",
      output: result,
    })
  })
})

describe("an ItemReader's data", () => {
  const select = { ItemSelector: { "v.$": "$$.Map.Item.Value", "s.$": "$$.Map.Item.Source" } }
  const s = "S3://b/k"

  test.each<[string, object, string, Json]>([
    [
      "JSON",
      { InputType: "JSON" },
      "[1, 2]",
      [
        { v: 1, s },
        { v: 2, s },
      ],
    ],
    ["JSON within a document", { InputType: "JSON", ItemsPointer: "/a" }, '{"a": [1]}', [{ v: 1, s }]],
    ["no more than MaxItems", { InputType: "JSON", MaxItems: 1 }, "[1, 2]", [{ v: 1, s }]],
    [
      "JSON lines",
      { InputType: "JSONL" },
      "1\n2\n",
      [
        { v: 1, s },
        { v: 2, s },
      ],
    ],
    ["CSV", { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" }, "a,b\n1,2", [{ v: { a: "1", b: "2" }, s }]],
  ])("is %s", (_, config, mapItemReaderData, afterItemSelector) => {
    const asked: Asked = { mock: { result: [] }, stateConfiguration: { mapItemReaderData } }
    expect(inspected({ ...reading(config), ...select }, asked)).toMatchObject({
      status: "SUCCEEDED",
      inspectionData: { afterItemSelector },
    })
  })

  test("shows what a pointer leads to", () => {
    const asked: Asked = { mock: { result: [] }, stateConfiguration: { mapItemReaderData: '{"a": [1]}' } }
    expect(inspected(reading({ InputType: "JSON", ItemsPointer: "/a" }), asked)).toMatchObject({
      inspectionData: { afterItemsPointer: [1] },
    })
  })

  test("is a listing", () => {
    const lists = {
      ...map,
      ...select,
      ItemReader: { Resource: "arn:aws:states:::s3:listObjectsV2", Parameters: { Bucket: "b", Prefix: "p" } },
    }
    const asked = (mapItemReaderData: string): Asked => ({
      mock: { result: [] },
      stateConfiguration: { mapItemReaderData },
    })
    const shown = { inspectionData: { afterItemSelector: [{ v: { Key: "k" }, s: "S3://b/p" }] } }
    expect(inspected(lists, asked('[{"Key": "k"}]'))).toMatchObject(shown)
    expect(inspected(lists, asked('{"Contents": [{"Key": "k"}]}'))).toMatchObject(shown)
    expect(ask(lists, asked("{"))).toMatchObject({ error: "States.ItemReaderFailed" })
  })

  test("that cannot be read fails the Map", () => {
    const asked: Asked = { mock: { result: [] }, stateConfiguration: { mapItemReaderData: '{"a": 1}' } }
    expect(ask(reading({ InputType: "JSON" }), asked)).toEqual({
      status: "FAILED",
      error: "States.ItemReaderFailed",
      cause: "Attempting to map over non-iterable node.",
    })
  })
})
