import { describe, expect, test } from "vitest"

import type { Json } from "../../asl/json.ts"
import type { RunTask } from "../command.ts"
import { Hand, machineOf, only } from "./by-hand.fixture.ts"

describe("a ResultWriter", () => {
  const writer = { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "b", "Prefix.$": "$[0]" } }
  const writing = (fields: object, input: Json = ["p"]) => {
    const hand = new Hand(machineOf({ ToleratedFailureCount: 1, ...fields }), input)
    return { hand, ordered: hand.start() }
  }

  test("is ordered after the last child, with what is known of each", () => {
    const { hand, ordered } = writing({ ResultWriter: writer }, ["p", "q"])
    const [first, second] = ordered
    if (first === undefined || second === undefined) throw new Error("two children")
    hand.fail(second)
    const order = only(hand.succeed(first, { done: 1 })) as RunTask
    expect(order).toMatchObject({
      state: "M",
      path: "M/ResultWriter",
      resource: writer.Resource,
      input: { Bucket: "b", Prefix: "p" },
      writer: { transformation: "NONE", outputType: "JSON", mapRunArn: first.mapRunArn },
    })
    expect(order.writer?.results).toEqual([
      {
        ExecutionArn: first.id,
        Name: first.name,
        Input: "p",
        Output: { done: 1 },
        Status: "SUCCEEDED",
        StartDate: 1,
        StopDate: 3,
        StateMachineArn: "arn:aws:states:us-east-1:111111111111:stateMachine:machine",
      },
      {
        ExecutionArn: second.id,
        Name: second.name,
        Input: "q",
        Error: "Bad",
        Cause: "c",
        Status: "FAILED",
        StartDate: 1,
        StopDate: 2,
        StateMachineArn: "arn:aws:states:us-east-1:111111111111:stateMachine:machine",
      },
    ])
    expect(hand.pending).toEqual([order])
    const result = { MapRunArn: first.mapRunArn, ResultWriterDetails: { Bucket: "b", Key: "k" } }
    hand.succeed(order, result)
    expect(hand.run).toMatchObject({ status: "SUCCEEDED", output: result })
    expect(hand.tally).toMatchObject({ resultsWritten: 2 })
    expect(hand.typesFrom("MapRunStarted").slice(1, 3)).toEqual(["MapRunSucceeded", "MapStateSucceeded"])
  })

  test("of a Map that fails is ordered first, with what was stopped and what never began", () => {
    const { hand, ordered } = writing({ ResultWriter: writer, ToleratedFailureCount: 0, MaxConcurrency: 2 }, [
      "p",
      "q",
      "r",
    ])
    const [first, second] = ordered
    if (first === undefined || second === undefined) throw new Error("two children at once")
    const commands = hand.fail(first)
    expect(commands.map(({ type }) => type)).toEqual(["CancelWork", "RunTask"])
    const order = commands[1] as RunTask
    expect(order.writer?.results).toMatchObject([
      { ExecutionArn: first.id, Status: "FAILED", Error: "Bad" },
      { ExecutionArn: second.id, Input: "q", Status: "ABORTED", StartDate: 1, StopDate: 2 },
    ])
    expect(order.writer?.pending).toMatchObject([{ Input: "r", Name: expect.any(String) }])
    expect(hand.pending).toEqual([order])
    // One that was stopped has nothing more to say.
    expect(hand.succeed(second)).toEqual([])
    hand.succeed(order, "written")
    expect(hand.run).toMatchObject({ status: "FAILED", error: "States.ExceedToleratedFailureThreshold" })
    expect(hand.tally).toMatchObject({ failed: 1, aborted: 1, running: 0, resultsWritten: 2 })
    expect(hand.typesFrom("MapRunFailed")).toEqual(["MapRunFailed", "MapStateFailed", "ExecutionFailed"])
    expect(hand.apply({ type: "RedriveRequested" })).toMatchObject([
      { type: "RunChild", id: first.id, redrive: true },
      { type: "RunChild", id: second.id, redrive: true },
    ])
  })

  test("that fails does not hide why its Map does", () => {
    const { hand, ordered } = writing({ ResultWriter: writer, ToleratedFailureCount: 0 })
    const { frame, seq } = only(hand.fail(only(ordered))) as RunTask
    hand.apply({ type: "TaskFailed", frame, seq, error: "S3.Denied", cause: "denied" })
    expect(hand.run).toMatchObject({ status: "FAILED", error: "States.ExceedToleratedFailureThreshold" })
    expect(hand.tally).toMatchObject({ resultsWritten: 0 })
  })

  test("without parameters is given none", () => {
    const { hand, ordered } = writing({ ResultWriter: { Resource: writer.Resource } })
    expect(only(hand.succeed(only(ordered)))).toMatchObject({ input: {} })
  })

  test("counts the items of batches that were written", () => {
    const { hand, ordered } = writing({ ResultWriter: writer, ItemBatcher: { MaxItemsPerBatch: 2 } }, ["p", "q"])
    hand.succeed(only(hand.succeed(only(ordered))) as RunTask)
    expect(hand.run.mapRuns.get(0)).toMatchObject({ executions: { resultsWritten: 1 }, items: { resultsWritten: 2 } })
  })

  test.each<[string, object, string | undefined]>([
    ["fails", { type: "TaskFailed", error: "S3.Denied", cause: "denied" }, "denied"],
    ["times out", { type: "TaskTimedOut", reason: "timeout" }, "States.Timeout"],
  ])("that %s fails the Map by a name that can be caught, and is asked again by a redrive", (_, fact, cause) => {
    const { hand, ordered } = writing({ ResultWriter: writer })
    const { frame, seq } = only(hand.succeed(only(ordered))) as RunTask
    hand.apply({ ...fact, frame, seq })
    expect(hand.run).toMatchObject({ status: "FAILED", error: "States.ResultWriterFailed", cause })
    expect(hand.typesFrom("MapRunFailed")).toEqual(["MapRunFailed", "MapStateFailed", "ExecutionFailed"])
    const again = only(hand.apply({ type: "RedriveRequested" })) as RunTask
    expect(again.writer?.results).toHaveLength(1)
    hand.succeed(again, "written")
    expect(hand.run).toMatchObject({ status: "SUCCEEDED", output: "written" })
  })

  test.each<[string, readonly Json[]]>([
    ["COMPACT", [[1, 2], "x"]],
    ["FLATTEN", [1, 2, "x"]],
  ])("that only configures %s makes the result", (Transformation, output) => {
    const { hand, ordered } = writing({ ResultWriter: { WriterConfig: { Transformation } } }, ["p", "q", "r"])
    const [first, second, third] = ordered
    if (first === undefined || second === undefined || third === undefined) throw new Error("three children")
    hand.succeed(first, [1, 2])
    hand.succeed(second, "x")
    hand.fail(third)
    const [failed] = (hand.run.output as readonly Json[]).slice(-1)
    expect(hand.run.output).toEqual([...output, failed])
    expect(failed).toMatchObject({ Error: "Bad", Cause: "c", Status: "FAILED", RedriveStatus: "REDRIVABLE" })
  })

  test("that only configures NONE tells all that is known of each child", () => {
    const { hand, ordered } = writing({ ResultWriter: { WriterConfig: { Transformation: "NONE" } } })
    const child = only(ordered)
    hand.succeed(child, { a: 1 })
    expect(hand.run.output).toEqual([
      {
        ExecutionArn: child.id,
        Input: '"p"',
        InputDetails: { Included: true },
        Name: child.name,
        Output: '{"a":1}',
        OutputDetails: { Included: true },
        RedriveCount: 0,
        RedriveStatus: "NOT_REDRIVABLE",
        RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
        StartDate: "1970-01-01T00:00:00.001Z",
        StateMachineArn: "arn:aws:states:us-east-1:111111111111:stateMachine:machine",
        Status: "SUCCEEDED",
        StopDate: "1970-01-01T00:00:00.002Z",
      },
    ])
  })

  test("without a transformation gives the outputs, where nothing is written", () => {
    const { hand, ordered } = writing({ ResultWriter: { WriterConfig: { OutputType: "JSONL" } } })
    hand.succeed(only(ordered), 1)
    expect(hand.run.output).toEqual([1])
  })
})
