import { aws, type Builder, eq, type Expr, fmt, task, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import type { TaskState } from "../asl/document.ts"
import { parseDefinition } from "../asl/parse-definition.ts"
import { compile } from "./compile.ts"
import { CompileError } from "./errors.ts"
import { compiled, refusals } from "./fixture/compiled.ts"
import { execute } from "./fixture/execute.ts"
import { block, call, literal, object, run, task as taskData, tree } from "./fixture/tree.ts"
import { printBindings, printDefinition } from "./print.ts"

const Id = z.object({ id: z.string() })
const echo = task("echo", { input: Id, output: Id })

const chain = workflow("chain", { input: Id, timeout: "5m" }, (w, input) => {
  const first = w.run(echo({ id: input.id }))
  const second = w.run(echo({ id: fmt`${first.id}!` }), { name: "again", timeout: "30s", retry: { attempts: 3 } })
  return { id: second.id, first: first.id }
})

test("a chain of calls is a chain of tasks, and nothing else", async () => {
  const plan = await compiled(chain)
  expect(printDefinition(plan)).toMatchSnapshot()
  expect(printBindings(plan)).toMatchSnapshot()
  const done = execute(plan)
  expect(done.output).toEqual({ id: "a1!", first: "a1" })
  expect(done.states).toEqual(["echo", "again"])
})

test("a task is sent the envelope, with the key and the attempt", async () => {
  const plan = await compiled(chain)
  const done = execute(plan, {
    answer: ({ request, order }) =>
      request?.step === "again" && order.retryCount < 2 ? { error: "Busy" } : { output: request?.input ?? null },
  })
  expect(done.attempts.map(({ request }) => request)).toEqual([
    { v: 1, key: "execution-1/echo", attempt: 1, input: { id: "a1" }, execution: "execution-1", step: "echo" },
    ...[1, 2, 3].map((attempt) => ({
      v: 1,
      key: "execution-1/again",
      attempt,
      input: { id: "a1!" },
      execution: "execution-1",
      step: "again",
      deadline: (done.attempts[attempt]?.nowMs ?? 0) + 30_000,
    })),
  ])
})

test("a parent's key is the root of a child's keys; a long root is replaced by its sha256", async () => {
  const plan = await compiled(chain)
  const keys = (input: object, id: string): readonly unknown[] =>
    execute(plan, { input: input as never, id }).attempts.map(({ request }) => request?.key)
  expect(keys({ $stepwright: { v: 1, key: "parent/step" }, input: { id: "x" } }, "e")).toEqual([
    "parent/step/echo",
    "parent/step/again",
  ])
  const long = "r".repeat(121)
  const [first, second] = keys({ id: "x" }, long)
  expect(first).toMatch(/^[0-9a-f]{64}\/echo$/)
  expect(second).toBe(String(first).replace("echo", "again"))
  expect(keys({ id: "x" }, "r".repeat(120))[0]).toBe(`${"r".repeat(120)}/echo`)
})

test("keys are cut only where they can become too long", async () => {
  const deep = workflow("deep", { input: z.object({ by: z.record(z.string(), z.string()) }) }, (w, input) =>
    w.each(input.by, (id, w) => w.run(echo({ id: id as never }), { name: "n".repeat(70) })),
  )
  const plan = await compiled(deep)
  const keys = execute(plan, { input: { by: { short: "1", ["k".repeat(200)]: "2" } } }).attempts.map(
    ({ request }) => request?.key,
  )
  expect(keys[0]).toBe(`execution-1/each/{short}/${"n".repeat(70)}`)
  expect(keys[1]).toMatch(/^[0-9a-f]{64}$/)
})

test("a workflow that compensates nothing keeps ASL's root timeout", async () => {
  const plan = await compiled(chain)
  expect(plan.definition.TimeoutSeconds).toBe(300)
  expect(execute(plan, { answer: () => ({ output: { id: "x" }, afterMs: 301_000 }) }).status).toBe("TIMED_OUT")
})

test("retriers stand in the order in which they must: never, by name, Lambda's own, everything", () => {
  const policy = {
    retry: [
      { errors: ["States.ALL"], attempts: 4, intervalSeconds: 1, backoffRate: 2, maxIntervalSeconds: 30, jitter: true },
      {
        errors: ["Busy", "Lambda.TooManyRequestsException"],
        attempts: 1,
        intervalSeconds: 1,
        backoffRate: 2,
        jitter: false,
      },
    ],
  }
  const { plan } = compile(
    tree(block([run("step")]), { tasks: { step: taskData("step", { policy, notApplied: ["Declined"] }) } }),
  )
  expect((plan.definition.States["step"] as TaskState).Retry).toEqual([
    { ErrorEquals: ["Declined", "States.QueryEvaluationError"], MaxAttempts: 0 },
    { ErrorEquals: ["Busy", "Lambda.TooManyRequestsException"], MaxAttempts: 0 },
    {
      ErrorEquals: ["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException"],
      IntervalSeconds: 1,
      MaxAttempts: 3,
      BackoffRate: 2,
      MaxDelaySeconds: 30,
      JitterStrategy: "FULL",
    },
    {
      ErrorEquals: ["States.ALL"],
      IntervalSeconds: 1,
      MaxAttempts: 3,
      BackoffRate: 2,
      MaxDelaySeconds: 30,
      JitterStrategy: "FULL",
    },
  ])
})

test("a greatest wait that is no longer than the first one leaves nothing to grow", () => {
  const retry = [
    { errors: ["A"], attempts: 3, intervalSeconds: 60, backoffRate: 2, maxIntervalSeconds: 30, jitter: false },
  ]
  const { plan } = compile(tree(block([run("step", { policy: { retry } })])))
  expect((plan.definition.States["step"] as TaskState).Retry?.[1]).toEqual({
    ErrorEquals: ["A"],
    IntervalSeconds: 30,
    MaxAttempts: 2,
    BackoffRate: 1,
  })
})

test("a step's policy wins over its task's, field by field", () => {
  const policy = {
    timeoutSeconds: 10,
    retry: [{ errors: ["A"], attempts: 2, intervalSeconds: 1, backoffRate: 2, jitter: false }],
  }
  const { plan } = compile(
    tree(block([run("step", { policy: { timeoutSeconds: 20 } })]), { tasks: { step: taskData("step", { policy }) } }),
  )
  const state = plan.definition.States["step"] as TaskState
  expect(state.TimeoutSeconds).toBe(20)
  expect(state.Retry?.[1]?.ErrorEquals).toEqual(["A"])
})

test("a task that sends heartbeats answers by its token", async () => {
  const beating = task("beating", { input: Id, output: Id, timeout: "1h", heartbeat: "30s" })
  const flow = workflow("flow", { input: Id, timeout: "1h" }, (w, input) => {
    const done = w.run(beating({ id: input.id }))
    w.run(beating({ id: done.id }), { name: "undone", compensate: ({ key }) => echo({ id: key }) })
    return { id: done.id }
  })
  const plan = await compiled(flow)
  const done = execute(plan)
  expect(done.output).toEqual({ id: "a1" })
  const [first] = done.attempts
  expect(first?.order).toMatchObject({
    resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    timeoutSeconds: 3600,
    heartbeatSeconds: 30,
  })
  expect(first?.request?.token).toBe(first?.order.token)
})

test("states have readable, unique names of at most 80 characters", async () => {
  const long = "long-".repeat(16)
  const flow = workflow("flow", { input: Id }, (w, input) => {
    w.when(eq(input.id, "a"), (w) => w.run(echo({ id: "1" }), { name: long })).otherwise((w) =>
      w.run(echo({ id: "2" }), { name: long }),
    )
    return w.run(echo({ id: "3" }), { name: "步骤" })
  })
  const plan = await compiled(flow)
  expect(Object.keys(plan.definition.States)).toEqual(["when", long, `${long.slice(0, 78)} 2`, "步骤"])
})

test("notes tie each state to its step and source", () => {
  const { plan } = compile(tree(block([run("step")])), { projectRoot: "/project" })
  expect(plan.notes["step"]).toMatchObject({
    role: "step",
    step: "step",
    source: expect.stringMatching(/^src\/flow\.ts:\d+:3$/) as string,
  })
  const whole = compile(tree(block([run("step")]))).plan
  expect(whole.notes["step"]?.source).toMatch(/^\/project\/src\/flow\.ts:\d+:3$/)
})

test("an empty workflow succeeds with nothing, a constant one with its constant", async () => {
  for (const [value, output] of [
    [undefined, null],
    [literal("text"), "text"],
    [literal([]), []],
    [literal({ a: [1, "{% x %}"] }), { a: [1, "{% x %}"] }],
  ] as const) {
    const plan = await compiled({ tree: tree(block([], value)) })
    expect(execute(plan).output).toEqual(output)
  }
})

test("what AWS would refuse is refused, with every issue at once", () => {
  const seconds = { timeoutSeconds: 1.5, heartbeatSeconds: 2 }
  const bad = tree(
    block([
      run("step", { policy: seconds }),
      { ...run("fail"), kind: "fail", error: literal("E".repeat(257)), cause: literal("") },
    ]),
    { name: "no spaces" },
  )
  expect(refusals({ tree: bad })).toEqual([
    "DURATION_NOT_WHOLE",
    "HEARTBEAT_TOO_LONG",
    "ERROR_NAME_TOO_LONG",
    "NAME_TOO_LONG",
  ])
  try {
    compile(bad)
  } catch (error) {
    expect(error).toBeInstanceOf(CompileError)
    expect((error as CompileError).message).toContain(
      "DURATION_NOT_WHOLE The policy of 'step' holds 1.5 seconds. Round",
    )
    expect((error as CompileError).message).toMatch(/flow\.ts:\d+:3 /)
  }
})

test("half a second is refused", () => {
  expect(refusals({ tree: tree(block([run("step")]), { timeoutSeconds: 0.5 }) })).toEqual(["DURATION_NOT_WHOLE"])
  expect(refusals({ tree: tree(block([{ ...run("sleep"), kind: "sleep", for: { seconds: literal(0.5) } }])) })).toEqual(
    ["DURATION_NOT_WHOLE"],
  )
})

test("maps keep AWS's rules", () => {
  const Items = z.object({ items: z.array(z.string()).max(10) })
  const over = (options: object) =>
    workflow("flow", { input: Items }, (w, input) => w.each(input.items, (id) => echo({ id }), options))
  expect(refusals(over({ concurrency: 41 }))).toEqual(["CONCURRENCY_INLINE"])
  expect(refusals(over({ concurrency: 40 }))).toEqual([])
  expect(refusals(over({ distributed: { label: "l".repeat(41) } }))).toEqual(["NAME_TOO_LONG"])
  const raw = over({ distributed: { label: "ok" } }).tree
  const [each] = raw.body.nodes
  if (each?.kind !== "each") throw new Error("it is one each")
  const { distributed: _, ...inline } = each
  const changed = (node: object) => refusals({ tree: { ...raw, body: { ...raw.body, nodes: [node as typeof each] } } })
  expect(changed({ ...inline, tolerate: { count: 1 }, batch: { items: 2 } })).toEqual([
    "TOLERATE_INLINE",
    "BATCH_INLINE",
  ])
  expect(changed({ ...each, over: "object", batch: { items: 2 } })).toEqual(["BATCH_OBJECT"])
})

test("an Express body waits for nothing and compensates nothing", () => {
  const Items = z.object({ items: z.array(z.string()) })
  const flow = workflow("flow", { input: Items }, (w, input) =>
    w.each(
      input.items,
      (id, w) => {
        w.callback(({ token }) => echo({ id: token }), { output: Id })
        return w.run(echo({ id }), { compensate: ({ key }) => echo({ id: key }) })
      },
      { distributed: { execution: "EXPRESS" } },
    ),
  )
  expect(refusals(flow)).toEqual(["EXPRESS_WAITS", "STEP_UNCOMPENSATED", "EXPRESS_SAGA"])
})

test("an Express workflow's plan says so, and one that starts it knows", async () => {
  const quick = workflow("quick", { type: "EXPRESS", input: Id, timeout: "5m" }, (w, { id }) => w.run(echo({ id })))
  const plan = await compiled(quick)
  expect(plan).toMatchObject({ type: "EXPRESS", definition: { TimeoutSeconds: 300 } })
  expect(parseDefinition(plan.definition, { type: "EXPRESS" }).diagnostics).toEqual([])
  const parent = await compiled(workflow("parent", { input: Id }, (w, { id }) => void w.start(quick)({ id })))
  expect(parent).not.toHaveProperty("type")
  expect(parent.bindings).toEqual({ Quick: { kind: "workflow", workflow: "quick", type: "EXPRESS" } })
})

test("an Express workflow is refused whatever AWS refuses it, each at its line with what to do", () => {
  const Items = z.object({ id: z.string(), items: z.array(z.string()).max(9) })
  const beating = task("beating", { input: Id, timeout: "10m", heartbeat: "10s" })
  const child = workflow("child", {}, () => null)
  const quick = workflow("quick", { type: "EXPRESS" }, () => null)
  const refused = (body: (w: Builder, input: Expr<z.infer<typeof Items>>) => void, timeout: "5m" | "6m" = "5m") => {
    try {
      compile(workflow("flow", { type: "EXPRESS", input: Items, timeout }, body).tree)
    } catch (error) {
      if (!(error instanceof CompileError)) throw error
      return error.issues.map(({ code, severity, at, hint }) => {
        expect(at?.file).toMatch(/compile\.test\.ts$/)
        expect(hint).toContain("STANDARD")
        return severity === "error" ? code : `${severity} ${code}`
      })
    }
    return []
  }
  const twice = ({ key }: { readonly key: Parameters<typeof echo>[0]["id"] }) => echo({ id: key })
  expect(refused((w, { id }) => void w.run(echo({ id }), { compensate: twice }))).toEqual(["EXPRESS_SAGA"])
  expect(refused((w, { id }) => void w.pivot(echo({ id })))).toEqual(["EXPRESS_SAGA"])
  expect(refused((w, { id }) => void w.run(beating({ id })))).toEqual(["EXPRESS_WAITS", "warning EXPRESS_TIMEOUT"])
  expect(refused((w) => void w.callback(({ token }) => echo({ id: token }), { output: Id }))).toEqual(["EXPRESS_WAITS"])
  expect(refused((w) => void w.run(aws.sdk("ecs:runTask", {}))).length).toBe(0)
  expect(refused((w) => void w.run(aws.service("ecs:runTask", {}, { suffix: ".sync" })))).toEqual(["EXPRESS_WAITS"])
  expect(refused((w) => void w.call(child)(null))).toEqual(["EXPRESS_WAITS"])
  expect(refused((w) => void w.start(child)(null))).toEqual([])
  expect(refused((w) => void w.call(quick)(null))).toEqual(["EXPRESS_CHILD", "EXPRESS_WAITS"])
  expect(refused((w, { items }) => void w.each(items, (id) => echo({ id }), { distributed: true }))).toEqual([
    "EXPRESS_MAP",
  ])
  expect(refused((w, { items }) => void w.each(items, (id) => echo({ id })))).toEqual([])
  expect(refused((w) => w.sleep("6m"))).toEqual(["EXPRESS_TIMEOUT"])
  expect(refused((w) => w.sleep("5m"))).toEqual([])
  expect(refused((w, { id }) => void w.run(echo({ id })), "6m")).toEqual(["EXPRESS_TIMEOUT"])
})

test("nobody waits for an Express workflow, to do or to undo", () => {
  const quick = workflow("quick", { type: "EXPRESS", input: Id }, () => null)
  const calling = workflow("flow", { input: Id }, (w, { id }) => void w.call(quick)({ id }))
  expect(refusals(calling)).toEqual(["EXPRESS_CHILD"])
  const undoing = workflow("flow", { input: Id }, (w, { id }) => {
    w.run(echo({ id }), { compensate: ({ key }) => w.call(quick)({ id: key }) })
  })
  expect(refusals(undoing)).toEqual(["EXPRESS_CHILD"])
})

test("a saga's step that nothing undoes is warned of where it stands, but not one that changes nothing", () => {
  const look = task("look", { input: Id, readOnly: true })
  const flow = workflow("flow", { input: Id }, (w, { id }) => {
    w.run(echo({ id }), { name: "undone", compensate: ({ key }) => echo({ id: key }) })
    w.run(look({ id }))
    w.run(aws.service("dynamodb:getItem", { TableName: "t", Key: { id: { S: id } } }), { name: "read" })
    w.run(aws.service("dynamodb:putItem", { TableName: "t", Item: { id: { S: id } } }), { name: "written" })
    w.all({ left: (w) => w.run(echo({ id }), { name: "left" }) })
    w.pivot(echo({ id }), { name: "pivot" })
    w.run(echo({ id }), { name: "forward" })
  })
  const { warnings } = compile(flow.tree)
  expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
    "STEP_UNCOMPENSATED 'written' is neither compensated nor the pivot.",
    "STEP_UNCOMPENSATED 'left' is neither compensated nor the pivot.",
  ])
  expect(warnings.every(({ at, hint }) => at?.file.endsWith("compile.test.ts") === true && hint !== "")).toBe(true)
  const none = workflow("none", { input: Id }, (w, { id }) => void w.run(echo({ id })))
  expect(compile(none.tree).warnings).toEqual([])
})

test("a repeat or a distributed each whose journal can outgrow a variable is warned of", () => {
  const large = task("large", { input: Id, output: z.object({ text: z.string().max(1000) }) })
  const over = (max: number, reads: boolean) =>
    workflow("flow", { input: Id }, (w, { id }) => {
      w.repeat(
        (w) => {
          const byKey = ({ key }: { readonly key: Parameters<typeof echo>[0]["id"] }) => echo({ id: key })
          w.run(large({ id }), {
            compensate: reads ? { known: ({ result }) => echo({ id: result.text }), unknown: byKey } : byKey,
          })
        },
        { name: "loop", max },
      )
    })
  const codes = (max: number, reads: boolean) => compile(over(max, reads).tree).warnings.map(({ code }) => code)
  expect(codes(200, true)).toEqual([])
  expect(codes(300, true)).toEqual(["JOURNAL_TOO_LARGE"])
  expect(codes(2000, false)).toEqual([])
  const spread = (most: number) =>
    workflow("flow", { input: z.object({ ids: z.array(z.string()).max(most) }) }, (w, { ids }) => {
      w.each(
        ids,
        (id, w) =>
          void w.run(large({ id }), {
            compensate: { known: ({ result }) => echo({ id: result.text }), unknown: ({ key }) => echo({ id: key }) },
          }),
        { distributed: true },
      )
    })
  expect(compile(spread(200).tree).warnings).toEqual([])
  expect(compile(spread(300).tree).warnings.map(({ code }) => code)).toEqual(["JOURNAL_TOO_LARGE"])
})

test("growth is bounded where it can be, and warned of once where it cannot", () => {
  const over = (most: number) =>
    workflow("flow", { input: z.object({ items: z.array(z.string().max(10)).max(most) }) }, (w, input) => {
      w.each(input.items, (id) => echo({ id }))
    })
  expect(refusals(over(3000))).toEqual([])
  expect(refusals(over(3200))).toEqual(["HISTORY_TOO_LONG"])
  const open = workflow("flow", { input: z.object({ items: z.array(z.string()) }) }, (w, input) => {
    w.each(input.items, (id) => echo({ id }))
    w.each(input.items, (id) => echo({ id }))
  })
  expect(compile(open.tree).warnings.map(({ code, severity }) => [code, severity])).toEqual([
    ["GROWTH_UNBOUNDED", "warning"],
  ])
  const large = workflow("flow", { input: z.object({ text: z.string().max(300_000) }) }, () => null)
  expect(refusals(large)).toEqual(["PAYLOAD_TOO_LARGE"])
  const slow = task("slow", { input: Id, timeout: "20m" })
  expect(
    compile(workflow("flow", { input: Id }, (w, input) => void w.run(slow({ id: input.id }))).tree).warnings.map(
      ({ code }) => code,
    ),
  ).toEqual(["TIMEOUT_LAMBDA"])
})

test("a definition beyond 1 MB is refused", () => {
  const big = run("step", { call: call("step", object({ text: literal("x".repeat(1_048_576)) })) })
  expect(refusals({ tree: tree(block([big])) })).toEqual(["DEFINITION_TOO_LARGE"])
})
