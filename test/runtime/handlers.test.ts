import { memory } from "@stepwright/adapters/memory"
import { handle, task, TaskError, workflow } from "@stepwright/dsl"
import { type ResourceHandler, stateMachine } from "@stepwright/engine"
import { type RunTestOptions, testKit } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { invoke, sequence } from "./asl.ts"

const runTest = testKit({ backend: memory })

const work = task("work", { input: z.object({ n: z.number() }), output: z.unknown() })
const flow = workflow("flow", { input: z.object({ n: z.number() }) }, (w, input) => w.run(work({ n: input.n })))

function withHandler(handler: NonNullable<typeof work.handler>): RunTestOptions<{ n: number }> {
  return { input: { n: 1 }, handlers: [handle(work, handler)] }
}

async function failing(
  thrown: unknown,
): Promise<{ error: string | undefined; cause: { errorType: string; errorMessage: string } }> {
  const run = await runTest(
    flow,
    withHandler(() => {
      throw thrown
    }),
  )
  expect(run.status).toBe("FAILED")
  return { error: run.error, cause: JSON.parse(run.cause ?? "null") as { errorType: string; errorMessage: string } }
}

describe("a task's handler", () => {
  it("is told its key, attempt, step, execution and deadline, and may answer at once or later", async () => {
    const limited = task("limited", { input: z.object({}), timeout: "30s", retry: { attempts: 2 } })
    const two = workflow("two", {}, (w) => {
      w.run(limited({}))
    })
    const seen: unknown[] = []
    const run = await runTest(two, {
      input: {},
      startAt: 1_000_000,
      handlers: [
        handle(limited, async (_, context) => {
          const { key, attempt, step, execution, deadline } = context
          seen.push({ key, attempt, step, execution, deadline, aborted: context.signal.aborted })
          await Promise.resolve()
          if (attempt === 1) throw new Error("again")
          return null
        }),
      ],
    })
    const id = "arn:aws:states:local:000000000000:execution:two:test"
    const base = { key: `${id}/limited`, step: "limited", execution: { id, name: "test" }, aborted: false }
    expect(run.status).toBe("SUCCEEDED")
    expect(seen).toEqual([
      { ...base, attempt: 1, deadline: 1_030_000 },
      { ...base, attempt: 2, deadline: 1_031_000 },
    ])
  })

  it("fails the task with its error's name, and a cause as Lambda words it", async () => {
    class Odd extends Error {
      override readonly name = "Odd"
    }
    expect(await failing(new Error("no"))).toEqual({
      error: "Error",
      cause: { errorType: "Error", errorMessage: "no", trace: [] },
    })
    expect(await failing(new Odd("x"))).toMatchObject({ error: "Odd", cause: { errorType: "Odd" } })
    expect(await failing(new TaskError("Card.Declined", { cause: "no funds" }))).toMatchObject({
      error: "Card.Declined",
      cause: { errorType: "Card.Declined", errorMessage: "no funds" },
    })
  })

  it("names an error by its own name, or else by its class", async () => {
    class CardDeclined extends Error {}
    class Named extends Error {
      override readonly name = "Card.Declined"
    }
    class Narrower extends Named {}
    expect(await failing(new CardDeclined("no"))).toMatchObject({
      error: "CardDeclined",
      cause: { errorMessage: "no" },
    })
    expect(await failing(new Named())).toMatchObject({ error: "Card.Declined" })
    expect(await failing(new Narrower())).toMatchObject({ error: "Card.Declined" })
    expect(await failing(new TypeError())).toMatchObject({ error: "TypeError" })
    expect(await failing(Object.assign(new Error(), { name: "Renamed" }))).toMatchObject({ error: "Renamed" })
  })

  it("may throw anything", async () => {
    expect(await failing("text")).toMatchObject({ error: "string", cause: { errorMessage: "text" } })
    expect(await failing(undefined)).toMatchObject({ error: "undefined" })
    expect(await failing({ code: 7 })).toMatchObject({ error: "object", cause: { errorMessage: '{"code":7}' } })
  })

  it("cannot raise what only ASL raises, nor names and causes that AWS would refuse", async () => {
    const reserved = await failing(new TaskError("States.Timeout", { cause: "mine" }))
    expect(reserved.error).toBe("Stepwright.ErrorInvalid")
    expect(reserved.cause.errorMessage).toMatch(/'States\.Timeout', but only the Amazon States Language.*mine$/)
    const long = await failing(new TaskError("E".repeat(257)))
    expect(long.error).toBe("Stepwright.ErrorInvalid")
    expect(long.cause.errorMessage).toContain("257 characters")
    const run = await runTest(
      flow,
      withHandler(() => {
        throw new Error("\u0001😀".repeat(20_000))
      }),
    )
    expect(run.cause?.length).toBeLessThanOrEqual(32_768)
    expect(run.cause?.length).toBeGreaterThan(10_000)
    expect(() => JSON.parse(run.cause ?? "")).not.toThrow()
  })

  it("fails the state where its output is not JSON", async () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    const loose = task("loose", { input: z.object({}) })
    const open = workflow("open", {}, (w) => w.run(loose({})))
    for (const output of [10n, cycle]) {
      const run = await runTest(open, { input: {}, handlers: [handle(loose, () => output)] })
      expect(run).toMatchObject({ status: "FAILED", error: "Stepwright.OutputInvalid" })
      expect(run.cause).toContain("The handler's output cannot be written as JSON")
    }
    const nothing = await runTest(open, { input: {}, handlers: [handle(loose, () => undefined)] })
    expect(nothing).toMatchObject({ status: "SUCCEEDED", output: null })
  })

  it("hands on what it returned, however it is changed afterwards", async () => {
    const kept: { n: number }[] = []
    const loose = task("loose", { input: z.object({}) })
    const open = workflow("open", {}, (w) => [w.run(loose({})), w.run(loose({}), { name: "again" })])
    const run = await runTest(open, {
      input: {},
      handlers: [
        handle(loose, () => {
          for (const answer of kept) answer.n = 99
          const answer = { n: kept.length }
          kept.push(answer)
          return answer
        }),
      ],
    })
    expect(run.output).toEqual([{ n: 0 }, { n: 1 }])
  })

  it("names every problem of an input or output that does not fit, whether its schema is synchronous or not", async () => {
    const strict = task("strict", {
      input: z.object({ id: z.string().refine(async (id) => id !== "taken", "is taken"), n: z.int().min(3) }),
      output: z.object({ list: z.array(z.enum(["a", "b"])) }),
    })
    const flow = workflow("strict-flow", { input: z.object({ id: z.string(), n: z.number() }) }, (w, input) =>
      w.run(strict({ id: input.id, n: input.n })),
    )
    const handlers = [handle(strict, () => ({ list: ["a", "c" as "a"] }))]
    const refused = await runTest(flow, { input: { id: "taken", n: 1.5 }, handlers })
    expect(refused).toMatchObject({ status: "FAILED", error: "Stepwright.InputInvalid" })
    expect(refused.cause).toContain("n: expected int, received 1.5")
    const answered = await runTest(flow, { input: { id: "free", n: 5 }, handlers })
    expect(answered).toMatchObject({ status: "FAILED", error: "Stepwright.OutputInvalid" })
    expect(answered.cause).toContain(String.raw`list[1]: expected \"a\" or \"b\", received \"c\"`)
  })
})

describe("a resource's handler", () => {
  it("serves a function by name or ARN, with or without lambda:invoke around it", async () => {
    const arn = "arn:aws:lambda:us-east-1:111111111111:function:double"
    const machine = sequence("functions", {
      ByName: invoke("double"),
      ByArn: invoke(`${arn}:$LATEST`),
      Direct: { Type: "Task", Resource: arn },
    })
    const double: ResourceHandler = (input) => [input, input].flat()
    const run = await runTest(machine, { input: [1], resources: { double } })
    expect(run).toMatchObject({ status: "SUCCEEDED", output: Array.from({ length: 8 }, () => 1) })
    expect(run.calls.map(({ key }) => key)).toEqual(
      ["ByName", "ByArn", "Direct"].map(
        (state) => `arn:aws:states:local:000000000000:execution:functions:test/${state}`,
      ),
    )
  })

  it("is given a key for each place that it is called from, the same over all attempts", async () => {
    const level = (states: Readonly<Record<string, object>>) => ({ StartAt: Object.keys(states)[0], States: states })
    const machine = stateMachine("nested", {
      QueryLanguage: "JSONata",
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Next: "Count",
          Branches: [
            level({
              Each: {
                Type: "Map",
                Items: "{% [1, 2] %}",
                ItemProcessor: level({ Item: { ...invoke("work"), End: true } }),
                End: true,
              },
            }),
            level({
              Flaky: { ...invoke("flaky", { Retry: [{ ErrorEquals: ["Flaky"], MaxAttempts: 1 }] }), End: true },
            }),
          ],
          Output: "{% 0 %}",
        },
        Count: { Type: "Pass", Output: "{% $states.input + 1 %}", Next: "Loop" },
        Loop: { ...invoke("work"), Next: "Again" },
        Again: { Type: "Choice", Choices: [{ Condition: "{% $states.input < 3 %}", Next: "Count" }], Default: "End" },
        End: { Type: "Succeed" },
      },
    })
    const run = await runTest(machine, {
      input: {},
      mocks: { flaky: [Object.assign(new Error("x"), { name: "Flaky" }), 1] },
      resources: { work: (input) => input },
    })
    expect(run.status).toBe("SUCCEEDED")
    const root = "arn:aws:states:local:000000000000:execution:nested:test/"
    const keys = run.calls.map(({ key }) => key.slice(root.length)).toSorted()
    expect(run.calls.every(({ key }) => key.startsWith(root))).toBe(true)
    // The retry repeats its key; nothing else does.
    expect(keys).toHaveLength(7)
    expect(new Set(keys).size).toBe(6)
    expect(keys).toContain("Both[0]/Each[1]/Item")
  })

  it("serves a service, with placeholders resolved in what the author wrote and never in data", async () => {
    const machine = stateMachine(
      "put",
      {
        QueryLanguage: "JSONata",
        StartAt: "Put",
        States: {
          Put: {
            Type: "Task",
            Resource: "arn:aws:states:::dynamodb:putItem",
            Arguments: { TableName: "${Orders}", Item: { note: { S: "{% $states.input.note %}" } } },
            End: true,
          },
        },
      },
      { bindings: { Orders: { kind: "resource", resource: "orders-table" } } },
    )
    const run = await runTest(machine, { input: { note: "${Orders}" }, mocks: { "dynamodb:putItem": {} } })
    expect(run.status).toBe("SUCCEEDED")
    expect(run.calls[0]?.input).toEqual({ TableName: "orders-table", Item: { note: { S: "${Orders}" } } })
  })

  it("fails the state with its error's name and message as they are", async () => {
    const machine = sequence("put", {
      Put: { Type: "Task", Resource: "arn:aws:states:::dynamodb:putItem", Arguments: {} },
    })
    const refuse = Object.assign(new Error("The table is gone."), { name: "DynamoDB.ResourceNotFoundException" })
    const run = await runTest(machine, { input: {}, mocks: { "dynamodb:putItem": refuse } })
    expect(run).toMatchObject({ error: "DynamoDB.ResourceNotFoundException", cause: "The table is gone." })
  })

  it("serves an activity", async () => {
    const resource = "arn:aws:states:us-east-1:111111111111:activity:inspect"
    const machine = sequence("active", { Inspect: { Type: "Task", Resource: resource } })
    const run = await runTest(machine, {
      input: { n: 1 },
      resources: { inspect: (input, { token }) => ({ input, token: typeof token }) },
    })
    expect(run).toMatchObject({ status: "SUCCEEDED", output: { input: { n: 1 }, token: "string" } })
    expect(run.history.map(({ type }) => type)).toContain("ActivityStarted")
  })

  it("serves by a pattern, told what it is called for", async () => {
    const arn = "arn:aws:lambda:us-east-1:111111111111:function:ship:live"
    const machine = sequence("patterns", {
      Direct: { Type: "Task", Resource: arn, Assign: { direct: "{% $states.result %}" }, Output: {} },
      Invoked: invoke("{% 'pay' & 'ment' %}", { Assign: { invoked: "{% $states.result.Payload %}" } }),
      Service: { Type: "Task", Resource: "arn:aws:states:::aws-sdk:sqs:sendMessage", Arguments: {} },
      End: { Type: "Pass", Output: "{% [$direct, $invoked, $states.input] %}" },
    })
    const run = await runTest(machine, {
      input: {},
      resources: {
        "*": (_, { resource }) => `any: ${resource}`,
        "pay*": (_, { resource }) => `pay: ${resource}`,
        "arn:aws:lambda:*:function:ship*": (_, { resource }) => `ship: ${resource}`,
      },
    })
    expect(run.output).toEqual([`ship: ${arn}`, "pay: payment", "any: aws-sdk:sqs:sendMessage"])
  })

  it("is missing where only an expression names it: the state fails, and can catch that", async () => {
    const machine = sequence("dynamic", {
      Invoke: invoke("{% $states.input.name %}", {
        Catch: [{ ErrorEquals: ["Lambda.ResourceNotFoundException"], Next: "Sorry" }],
      }),
      Sorry: { Type: "Pass", Output: "{% $states.input.Cause %}" },
    })
    const run = await runTest(machine, { input: { name: "nobody" } })
    expect(run).toMatchObject({ status: "SUCCEEDED", output: "Function not found: nobody" })
  })
})
