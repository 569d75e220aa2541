import { memory } from "@stepwright/adapters/memory"
import { startEngine, stateMachine } from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import { runTest } from "stepwright/testing"
import { describe, expect, test } from "vitest"

// The table is data for the packages' own use.
import { quotas } from "../../packages/engine/src/asl/quotas.ts"

const task = { Type: "Task" as const, Resource: "arn:aws:states:::noop:run" }
const caught = stateMachine("caught", {
  StartAt: "Work",
  States: {
    Work: { ...task, Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Caught" }], End: true },
    Caught: { Type: "Pass", End: true },
  },
})
const kib256 = quotas.payload.aws
/** JSON of so many bytes: a text and its quotation marks. */
const textOf = (bytes: number, unit = "x"): string => unit.repeat((bytes - 2) / Buffer.byteLength(unit))

describe("for AWS", () => {
  const run = async (output: string, target?: "aws") =>
    await runTest(caught, {
      input: {},
      mocks: { "noop:run": () => output },
      ...(target === undefined ? {} : { target }),
    })

  test.each([
    ["ASCII", "x"],
    ["two bytes a character", "é"],
  ])("a result may have 262,144 bytes of UTF-8, %s", async (_, unit) => {
    expect((await run(textOf(kib256, unit), "aws")).output).toBe(textOf(kib256, unit))
    const { status, output } = await run(`${textOf(kib256, unit)}x`, "aws")
    expect([status, output]).toMatchObject(["SUCCEEDED", { error: { Error: "States.DataLimitExceeded" } }])
  })

  test("by default more is taken, and there is a bound all the same", async () => {
    expect((await run(`${textOf(kib256)}x`)).output).toHaveLength(kib256 - 1)
    const { output } = await run(`${textOf(quotas.payload.engine)}x`)
    expect(output).toMatchObject({ error: { Error: "States.DataLimitExceeded" } })
  })

  test("one Assign may have 262,144 bytes", async () => {
    const assign = (bytes: number) =>
      stateMachine("assign", {
        QueryLanguage: "JSONata",
        StartAt: "A",
        States: { A: { Type: "Pass", Assign: { v: `{% $pad('', ${bytes - 8}, 'x') %}` }, Output: 1, End: true } },
      })
    // {"v":""} has eight bytes.
    expect(await runTest(assign(kib256), { input: {}, target: "aws" })).toMatchObject({ status: "SUCCEEDED" })
    expect(await runTest(assign(kib256 + 1), { input: {}, target: "aws" })).toMatchObject({
      status: "FAILED",
      error: "States.DataLimitExceeded",
    })
  })

  test("a Standard execution may take a year", async () => {
    const waiting = (seconds: number) =>
      stateMachine("waiting", { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: seconds, End: true } } })
    const year = quotas.duration.aws
    expect(await runTest(waiting(year - 1), { input: {}, target: "aws" })).toMatchObject({ status: "SUCCEEDED" })
    const late = await runTest(waiting(year + 1), { input: {}, target: "aws" })
    expect(late).toMatchObject({ status: "TIMED_OUT" })
    expect(late).not.toHaveProperty("error")
    expect(late.history.at(-1)).toMatchObject({ type: "ExecutionTimedOut", error: "States.Timeout" })
    expect(await runTest(waiting(year + 1), { input: {} })).toMatchObject({ status: "SUCCEEDED" })
  })

  test.each(["EXPRESS", "STANDARD"] as const)("a %s child execution may take as long as its type", async (type) => {
    const mapping = (seconds: number) =>
      stateMachine("mapping", {
        StartAt: "Each",
        States: {
          Each: {
            Type: "Map",
            ItemProcessor: {
              ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: type },
              StartAt: "Wait",
              States: { Wait: { Type: "Wait", Seconds: seconds, End: true } },
            },
            End: true,
          },
        },
      })
    const most = (type === "EXPRESS" ? quotas.expressDuration : quotas.duration).aws
    expect(await runTest(mapping(most - 1), { input: [1], target: "aws" })).toMatchObject({ status: "SUCCEEDED" })
    const late = await runTest(mapping(most + (type === "EXPRESS" ? 1 : -1)), { input: [1], target: "aws" })
    expect(late.status).toBe(type === "EXPRESS" ? "FAILED" : "SUCCEEDED")
    expect(await runTest(mapping(most + 1), { input: [1] })).toMatchObject({ status: "SUCCEEDED" })
  })

  test("a history ends at 25,000 events, and its execution cannot be redriven", async () => {
    const endless = stateMachine("endless", {
      StartAt: "A",
      States: {
        A: { Type: "Choice", Choices: [{ Variable: "$.stop", IsPresent: true, Next: "End" }], Default: "B" },
        B: { Type: "Wait", Seconds: 1, Next: "A" },
        End: { Type: "Succeed" },
      },
    })
    const { status, error, cause, history } = await runTest(endless, { input: {}, target: "aws" })
    expect([status, error]).toEqual(["FAILED", "States.Runtime"])
    expect(cause).toContain("The execution reached the maximum number of history events (25000).")
    expect(history).toHaveLength(25_000)
    expect(history.at(-1)).toMatchObject({ id: 25_000, type: "ExecutionFailed", error: "States.Runtime" })
    const clock = simulatedClock()
    await using engine = await startEngine({ backend: memory(), workflows: [endless], clock, target: "aws" })
    const { id } = await engine.execute(endless, {})
    expect(await engine.describeRedrive(id)).toEqual({
      redriveCount: 0,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution history event limit exceeded",
    })
    await expect(engine.redrive(id)).rejects.toMatchObject({ code: "NOT_REDRIVABLE" })
  })
})

describe("what clients send", () => {
  const wait = stateMachine("wait", { StartAt: "A", States: { A: { Type: "Wait", Seconds: 60, End: true } } })
  const ask = stateMachine("ask", {
    StartAt: "A",
    States: {
      A: {
        Type: "Task",
        Resource: "arn:aws:states:::noop:run.waitForTaskToken",
        Parameters: { "t.$": "$$.Task.Token" },
        End: true,
      },
    },
  })
  const engineFor = async (target?: "aws") => {
    const tokens = Promise.withResolvers<string>()
    const engine = await startEngine({
      backend: memory(),
      workflows: [wait, ask],
      resources: { "noop:run": (_, { token = "" }) => tokens.resolve(token) },
      ...(target === undefined ? {} : { target }),
    })
    return { engine, token: tokens.promise }
  }

  test("an input may be as large as a payload", async () => {
    const { engine } = await engineFor("aws")
    await using _ = engine
    await expect(engine.start(wait, textOf(kib256))).resolves.toMatchObject({ workflow: "wait" })
    await expect(engine.start(wait, `${textOf(kib256)}x`)).rejects.toMatchObject({
      code: "INPUT_INVALID",
      message: expect.stringContaining("262145 bytes; 262144 are allowed"),
    })
  })

  test("an answer, an error and a cause are bounded, and what is refused changes nothing", async () => {
    const { engine, token } = await engineFor("aws")
    await using _ = engine
    const { id } = await engine.start(ask, {})
    const long = { code: "TOO_LONG" }
    await expect(engine.succeed(await token, `${textOf(kib256)}x`)).rejects.toMatchObject(long)
    await expect(engine.fail(await token, "E".repeat(257))).rejects.toMatchObject(long)
    await expect(engine.fail(await token, "E", "c".repeat(32_769))).rejects.toMatchObject(long)
    await expect(engine.stop(id, { cause: "c".repeat(32_769) })).rejects.toMatchObject(long)
    await engine.succeed(await token, textOf(kib256))
    expect((await engine.result(id)).output).toBe(textOf(kib256))
  })

  test("by default they may be longer, and are bounded all the same", async () => {
    const { engine, token } = await engineFor()
    await using _ = engine
    const { id } = await engine.start(ask, {})
    await expect(engine.fail(await token, "E", "c".repeat(quotas.cause.engine + 1))).rejects.toMatchObject({
      code: "TOO_LONG",
    })
    await engine.fail(await token, "E", "c".repeat(32_769))
    expect((await engine.result(id)).cause).toHaveLength(32_769)
  })
})

test("for AWS an execution can be redriven 1,000 times, and while its history has room", async () => {
  const failing = stateMachine("failing", { StartAt: "A", States: { A: { Type: "Fail", Error: "E" } } })
  for (const target of [undefined, "aws"] as const) {
    const given = target === undefined ? {} : { target }
    await using engine = await startEngine({ backend: memory(), workflows: [failing], ...given })
    const { id } = await engine.execute(failing, {})
    for (let times = 0; times < quotas.redrives.aws; times++) {
      await engine.redrive(id)
      await engine.result(id)
    }
    expect(await engine.describeRedrive(id)).toMatchObject({
      redriveCount: 1000,
      ...(target === undefined
        ? { redriveStatus: "REDRIVABLE" }
        : { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: "Execution redrive limit exceeded" }),
    })
    const again = engine.redrive(id)
    if (target === undefined) await again
    else await expect(again).rejects.toMatchObject({ code: "NOT_REDRIVABLE" })
  }
})

test("for AWS an execution can be redriven within 14 days", async () => {
  const failing = stateMachine("failing", { StartAt: "A", States: { A: { Type: "Fail", Error: "E" } } })
  const clock = simulatedClock()
  const engine = await startEngine({ backend: memory(), workflows: [failing], clock, target: "aws" })
  await using _ = engine
  const { id } = await engine.start(failing, {})
  await engine.result(id)
  await engine.redrive(id)
  await engine.result(id)
  await new Promise<void>((resolve) => clock.timer(clock.now() + 14 * 86_400_000 + 1, resolve))
  await expect(engine.redrive(id)).rejects.toMatchObject({
    code: "NOT_REDRIVABLE",
    message: expect.stringContaining("Execution redrivable period exceeded"),
  })
})
