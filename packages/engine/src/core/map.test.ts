import { describe, expect, test } from "vitest"

import type { MapState, StateMachineDefinition } from "../asl/document.ts"
import type { Json } from "../asl/json.ts"
import type { RunTask } from "./command.ts"
import { type Reply, simulate, type Simulated, type Simulation } from "./simulation/simulate.ts"

const item: StateMachineDefinition = {
  StartAt: "I",
  States: { I: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true } },
}
const distributed = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } } as const

function runMap(fields: object, given: Simulation = {}, processor: object = {}): Simulated {
  const state = { Type: "Map", ItemProcessor: { ...item, ...processor }, End: true, ...fields } as MapState // of the test
  return simulate({ StartAt: "M", States: { M: state } }, given)
}

const items = ({ orders }: Simulated): readonly Json[] => orders.map(({ input }) => input)
const failsOn =
  (...bad: readonly Json[]) =>
  (order: RunTask): Reply =>
    bad.includes(order.input) ? { fails: true, error: "Bad", cause: "item" } : { output: order.input }
const during = (cause: string): string =>
  `An error occurred while executing the state 'M' (entered at the event id #2). ${cause}`
const jsonata = { QueryLanguage: "JSONata" }

describe("what a Map goes over", () => {
  test.each<[string, object, Json, readonly Json[]]>([
    ["its input", {}, [1, 2], [1, 2]],
    ["ItemsPath", { ItemsPath: "$.l" }, { l: [3] }, [3]],
    ["an intrinsic", { ItemsPath: "States.ArrayRange(1, 2, 1)" }, {}, [1, 2]],
    ["a JSONata Map's input", jsonata, [1], [1]],
    ["an Items expression", { ...jsonata, Items: "{% $states.input.l %}" }, { l: [1, 2] }, [1, 2]],
    ["an Items array", { ...jsonata, Items: [1, "{% 1 + 1 %}"] }, {}, [1, 2]],
    ["an Items object's values", { ...jsonata, Items: { a: 1, b: 2 } }, {}, [1, 2]],
    ["nothing", {}, [], []],
  ])("%s", (_, fields, input, given) => {
    const simulated = runMap(fields, { input })
    expect(items(simulated)).toEqual(given)
    expect(simulated.run.output).toEqual(given)
  })

  test.each<[object, Json, string, string]>([
    [{}, { a: 1 }, "States.Runtime", 'Map state input must be an array but was: {"a":1}'],
    [{ ItemsPath: "$.a" }, { a: 1 }, "States.Runtime", 'Reference path "$.a" must point to array.'],
    [
      { ItemsPath: "$$.Execution.Input" },
      {},
      "States.Runtime",
      'Reference path "$.Execution.Input" must point to array.',
    ],
    [jsonata, "x", "States.QueryEvaluationError", 'Map state input must be an array but was: "x"'],
    [
      { ...jsonata, Items: "{% {'a': 1} %}" },
      {},
      "States.QueryEvaluationError",
      "The JSONata expression '{'a': 1}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'object' for value: {\"a\":1}",
    ],
    [
      { ...jsonata, Items: "{% null %}" },
      {},
      "States.QueryEvaluationError",
      "The JSONata expression 'null' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'null' for value: null",
    ],
    [
      { ...jsonata, Items: "{% 1 %}" },
      {},
      "States.QueryEvaluationError",
      "The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'number' for value: 1",
    ],
  ])("%j over %j fails", (fields, input, error, cause) => {
    expect(runMap(fields, { input }).run).toMatchObject({ status: "FAILED", error, cause: during(cause) })
  })

  test("ItemSelector and the context object know item, index, key and source", () => {
    const selector = { ItemSelector: "{% $states.context.Map.Item %}" }
    expect(items(runMap({ ...jsonata, Items: { a: 1 }, ...selector }))).toEqual([{ Index: 0, Value: 1, Key: "a" }])
    const apart = runMap({ ...jsonata, Items: [5], ...selector }, {}, distributed)
    expect(items(apart)).toEqual([{ Index: 0, Value: 5, Source: "STATE_DATA" }])
    const legacy = { Parameters: { "v.$": "$$.Map.Item.Value", "all.$": "$.l" }, ItemsPath: "$.l" }
    expect(items(runMap(legacy, { input: { l: [1] } }))).toEqual([{ v: 1, all: [1] }])
  })

  test("Iterator is an old name of ItemProcessor, and a Map without either cannot be compiled", () => {
    expect(runMap({ ItemProcessor: undefined, Iterator: item }, { input: [1] }).run.output).toEqual([1])
    expect(() => runMap({ ItemProcessor: undefined })).toThrow("has no ItemProcessor")
  })
})

describe("MaxConcurrency", () => {
  const atOnce = (fields: object, given: Simulation): number => {
    const { machine: _, orders } = runMap(fields, { ...given, tasks: { I: ["never"] } })
    return orders.length
  }
  const many = Array.from({ length: 60 }, (_, index) => index)

  test.each<[object, Json, number]>([
    [{}, many, 60],
    [{ MaxConcurrency: 0 }, many, 60],
    [{ MaxConcurrency: 2 }, many, 2],
    [{ MaxConcurrencyPath: "$.n", ItemsPath: "$.l" }, { n: 3, l: many }, 3],
    [{ MaxConcurrencyPath: "$.n", ItemsPath: "$.l" }, { n: "3", l: many }, 3],
    [{ ...jsonata, MaxConcurrency: "{% 1 + 1 %}" }, many, 2],
  ])("%j", (fields, input, count) => {
    expect(atOnce(fields, { input })).toBe(count)
  })

  test("where quotas are enforced an inline Map runs 40 at once, a distributed one as many as there are", () => {
    expect(atOnce({}, { input: many, strict: true })).toBe(40)
    expect(runMap({}, { input: many, strict: true, tasks: { I: ["never"] } }, distributed).orders).toHaveLength(60)
  })

  test("all iterations run in the end, and their results stand in the order of the items", () => {
    const delays = (order: RunTask): Reply => ({ output: [order.input] })
    expect(runMap({ MaxConcurrency: 2 }, { input: [1, 2, 3, 4, 5], tasks: { I: delays } }).run.output).toEqual([
      [1],
      [2],
      [3],
      [4],
      [5],
    ])
  })
})

describe("numbers that a Map's fields may not name", () => {
  test.each<[object, Json, string, string]>([
    [{ MaxConcurrencyPath: "$.n" }, { n: -1, l: [] }, "States.Runtime", "MaxConcurrency cannot be negative."],
    [
      { MaxConcurrencyPath: "$.n" },
      { n: {}, l: [] },
      "States.Runtime",
      'The MaxConcurrencyPath field refers to value "{}" which is not a valid integer: $.n',
    ],
    [
      { ToleratedFailureCountPath: "$.n" },
      { n: -1, l: [] },
      "States.Runtime",
      "ToleratedFailureCount cannot be negative.",
    ],
    [
      { ToleratedFailureCountPath: "$.n" },
      { n: "many", l: [] },
      "States.Runtime",
      'The ToleratedFailureCountPath field refers to value "many" which is not a valid integer: $.n',
    ],
    [
      { ToleratedFailurePercentagePath: "$.n" },
      { n: 101, l: [] },
      "States.Runtime",
      "ToleratedFailurePercentage must be between 0 and 100.",
    ],
    [
      { ToleratedFailurePercentagePath: "$.n" },
      { n: "", l: [] },
      "States.Runtime",
      'The ToleratedFailurePercentagePath field refers to value "" which is not a valid float: $.n',
    ],
    [
      { ...jsonata, ItemsPath: undefined, Items: [], MaxConcurrency: "{% 1.5 %}" },
      {},
      "States.QueryEvaluationError",
      "The JSONata expression '1.5' specified for the field 'MaxConcurrency' returned an unexpected result type. Expected 'integer', but was 'number' for value: 1.5",
    ],
    [
      { ...jsonata, ItemsPath: undefined, Items: [], ToleratedFailurePercentage: "{% 'x' %}" },
      {},
      "States.QueryEvaluationError",
      "The JSONata expression ''x'' specified for the field 'ToleratedFailurePercentage' returned an unexpected result type. Expected 'number', but was 'string' for value: \"x\"",
    ],
  ])("%j with %j", (fields, input, error, cause) => {
    expect(runMap({ ItemsPath: "$.l", ...fields }, { input }).run).toMatchObject({ error, cause: during(cause) })
  })
})

describe("an iteration that fails", () => {
  const tasks = { I: failsOn(2, 3) }
  const input = [1, 2, 3, 4]

  test("fails an inline Map with its own error, and stops the others", () => {
    const { run, commands, events } = runMap(
      {},
      { input: [2, 5], tasks: { I: (order) => (order.input === 2 ? failsOn(2)(order) : "never") } },
    )
    expect(run).toMatchObject({ status: "FAILED", error: "Bad", cause: "item" })
    expect(commands).toContainEqual({ type: "CancelWork", frame: 2, seq: 1 })
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["MapIterationFailed", "TaskStateAborted", "MapIterationAborted", "MapStateFailed"]),
    )
  })

  test.each<[object, boolean]>([
    [{ ToleratedFailureCount: 2 }, true],
    [{ ToleratedFailureCount: 1 }, false],
    [{ ToleratedFailurePercentage: 50 }, true],
    [{ ToleratedFailurePercentage: 49 }, false],
    [{ ToleratedFailureCount: 2, ToleratedFailurePercentage: 49 }, false],
    [{ ToleratedFailureCount: 1, ToleratedFailurePercentage: 50 }, false],
    [{ ToleratedFailurePercentage: 100 }, true],
  ])("is tolerated within both thresholds: %j", (fields, tolerated) => {
    for (const processor of [{}, distributed]) {
      const { run } = runMap(fields, { input, tasks }, processor)
      if (tolerated) expect(run.output).toEqual([1, 4])
      else {
        expect(run).toMatchObject({
          error: "States.ExceedToleratedFailureThreshold",
          cause: "The specified tolerated failure threshold was exceeded",
        })
      }
    }
  })

  test("without a threshold a distributed Map tolerates none", () => {
    const { run, events } = runMap({}, { input, tasks }, distributed)
    expect(run.error).toBe("States.ExceedToleratedFailureThreshold")
    expect(events.map(({ type }) => type)).toContain("MapRunFailed")
  })

  test("with what nothing may catch fails a distributed Map's child, not the execution", () => {
    const inner: StateMachineDefinition = {
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [item, { StartAt: "W", States: { W: { Type: "Wait", SecondsPath: "$.none", End: true } } }],
          End: true,
        },
      },
    }
    const { run, children } = runMap(
      { ToleratedFailureCount: 1 },
      { input: [1], tasks: { I: ["never"] } },
      { ...inner, ...distributed },
    )
    expect(run).toMatchObject({ status: "SUCCEEDED", output: [] })
    expect(children[0]?.run).toMatchObject({ status: "FAILED", error: "States.Runtime" })
  })

  test("is retried with the Map as a whole", () => {
    let calls = 0
    const once = (order: RunTask): Reply => (calls++ === 0 ? { fails: true, error: "Bad" } : { output: order.input })
    const { run, orders } = runMap({ Retry: [{ ErrorEquals: ["Bad"] }] }, { input: [1, 2], tasks: { I: once } })
    expect(run.output).toEqual([1, 2])
    expect(orders.map(({ path }) => path)).toEqual(["M[0]/I", "M[1]/I", "M[0]/I", "M[1]/I"])
  })
})

describe("a distributed Map", () => {
  test("runs each item as an execution of its own, out of the parent's history", () => {
    const seen =
      "{% [$states.context.Execution.Name = $states.context.Execution.Id, $states.context.Execution.Input, $exists($outer)] %}"
    const definition: StateMachineDefinition = {
      QueryLanguage: "JSONata",
      StartAt: "A",
      States: {
        A: { Type: "Pass", Assign: { outer: 1 }, Next: "M" },
        M: {
          Type: "Map",
          Items: [7],
          Label: "L",
          ItemProcessor: { ...distributed, StartAt: "I", States: { I: { Type: "Pass", Output: seen, End: true } } },
          End: true,
        },
      },
    }
    const { run, events } = simulate(definition)
    expect(run.output).toEqual([[false, 7, false]])
    expect(events.map(({ type }) => type).slice(4)).toEqual([
      "MapStateStarted",
      "MapRunStarted",
      "MapRunSucceeded",
      "MapStateSucceeded",
      "MapStateExited",
      "ExecutionSucceeded",
    ])
    expect(events[5]?.mapRunArn).toMatch(
      /^arn:aws:states:us-east-1:111111111111:mapRun:machine\/L:run\.0\.[0-9a-f]{8}$/,
    )
  })

  test("ItemBatcher groups items by count and by bytes", () => {
    const batches = (ItemBatcher: object, input: Json = ["aa", "bb", "cc"]): readonly Json[] =>
      items(runMap({ ItemBatcher }, { input }, distributed))
    expect(batches({ MaxItemsPerBatch: 2 })).toEqual([{ Items: ["aa", "bb"] }, { Items: ["cc"] }])
    // All of the batch counts: `{"Items":["aa","bb"]}` has 21 bytes.
    expect(batches({ MaxInputBytesPerBatch: 21 })).toEqual([{ Items: ["aa", "bb"] }, { Items: ["cc"] }])
    expect(batches({ MaxInputBytesPerBatch: 20 })).toHaveLength(3)
    expect(batches({ MaxInputBytesPerBatch: 21 }, ["üü", "bb"])).toEqual([{ Items: ["üü"] }, { Items: ["bb"] }])
    expect(batches({ MaxInputBytesPerBatch: 42, BatchInput: { x: 1 } })).toHaveLength(2)
    expect(batches({ MaxInputBytesPerBatch: 41, BatchInput: { x: 1 } })).toHaveLength(3)
    expect(batches({ MaxInputBytesPerBatch: 1 })).toHaveLength(3)
    expect(batches({ MaxItemsPerBatch: 5, BatchInput: { x: 1 } })).toEqual([
      { BatchInput: { x: 1 }, Items: ["aa", "bb", "cc"] },
    ])
    expect(batches({ MaxItemsPerBatch: 1 }, [])).toEqual([])
    const byPath = runMap(
      { ItemsPath: "$.l", ItemBatcher: { MaxItemsPerBatchPath: "$.n" } },
      { input: { l: [1, 2], n: "1" } },
      distributed,
    )
    expect(items(byPath)).toEqual([{ Items: [1] }, { Items: [2] }])
  })
})

describe("ItemReader", () => {
  const reader = {
    Resource: "arn:aws:states:::s3:getObject",
    ReaderConfig: { InputType: "JSON" },
    Parameters: { Bucket: "b", "Key.$": "$.key" },
  }
  const read = (fields: object, reply: Reply, input: Json = { key: "k", n: 2 }): Simulated =>
    runMap(
      { ItemReader: reader, ...fields },
      { input, tasks: { M: [reply], I: (order) => ({ output: order.input }) } },
      distributed,
    )

  test("is asked for its data, which become the items", () => {
    const { run, orders } = read({}, { output: [1, 2, 3] })
    expect(orders[0]).toMatchObject({ state: "M", input: { Bucket: "b", Key: "k" }, pattern: "request-response" })
    expect(run.output).toEqual([1, 2, 3])
    expect(orders[0]?.reader).toEqual({ inputType: "JSON" })
  })

  test("is told of MaxItems and MaxItemsPath", () => {
    const config = (fields: object): object => ({
      ItemReader: { ...reader, ReaderConfig: { InputType: "JSON", ...fields } },
    })
    const asked = (fields: object): unknown => read(config(fields), { output: [] }).orders[0]?.reader
    expect(asked({ MaxItems: 1 })).toEqual({ inputType: "JSON", maxItems: 1 })
    expect(asked({ MaxItemsPath: "$.n" })).toEqual({ inputType: "JSON", maxItems: 2 })
    expect(asked({ MaxItems: 0 })).toEqual({ inputType: "JSON" })
    expect(read(config({ MaxItems: -1 }), { output: {} }).run).toMatchObject({
      error: "States.ItemReaderFailed",
      cause: "field MaxItems must be positive",
    })
  })

  test("tells each item where it comes from", () => {
    const selector = { ItemSelector: { "s.$": "$$.Map.Item.Source" } }
    expect(read(selector, { output: [1] }).run.output).toEqual([{ s: "S3://b/k" }])
    const list = { Resource: "arn:aws:states:::s3:listObjectsV2", Parameters: { Bucket: "b" } }
    expect(read({ ItemReader: list, ...selector }, { output: [{}] }).run.output).toEqual([{ s: "S3://b" }])
  })

  test.each<[string, Reply, string | undefined]>([
    ["a failure", { fails: true, error: "S3.NoSuchKey", cause: "no such key" }, "no such key"],
    ["a failure without a cause", { fails: true }, undefined],
    ["a timeout", { timesOut: "timeout" }, "States.Timeout"],
    ["no items", { output: {} }, "The ItemReader answered no items."],
  ])("%s fails the Map with States.ItemReaderFailed", (_, reply, cause) => {
    expect(read({}, reply).run).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed", cause })
  })

  test("is told of everything in its configuration, and may be of JSONata", () => {
    const csv = {
      ...jsonata,
      ItemReader: {
        Resource: reader.Resource,
        ReaderConfig: {
          InputType: "CSV",
          CSVHeaders: ["x", "y"],
          CSVDelimiter: "PIPE",
          CSVHeaderLocation: "GIVEN",
          ManifestType: "S3_INVENTORY",
          ItemsPointer: "/a",
          Transformation: "LOAD_AND_FLATTEN",
        },
        Arguments: { Bucket: "b", Key: "{% $states.input.key %}" },
      },
    }
    const { run, orders } = read(csv, { output: [{ x: "1" }] })
    expect(orders[0]).toMatchObject({
      input: { Bucket: "b", Key: "k" },
      reader: {
        inputType: "CSV",
        manifestType: "S3_INVENTORY",
        csvDelimiter: "PIPE",
        csvHeaderLocation: "GIVEN",
        csvHeaders: ["x", "y"],
        itemsPointer: "/a",
        transformation: "LOAD_AND_FLATTEN",
      },
    })
    expect(run.output).toEqual([{ x: "1" }])
  })

  test("without parameters and configuration its resource is asked with nothing", () => {
    const { orders } = read({ ItemReader: { Resource: reader.Resource } }, { output: {} })
    expect(orders[0]?.input).toEqual({})
  })
})
