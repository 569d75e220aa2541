import { describe, expect, it } from "vitest"
import { z } from "zod"

import {
  add,
  aws,
  type Builder,
  type Call,
  type DefinitionCode,
  definitionCodes,
  DefinitionError,
  type DefinitionIssue,
  type Duration,
  eq,
  event,
  type Expr,
  fmt,
  gt,
  jsonata,
  map,
  matches,
  resource,
  task,
  workflow,
} from "./index.ts"

const Input = z.object({
  id: z.string(),
  total: z.number(),
  list: z.array(z.string()),
  status: z.enum(["open", "closed"]),
})
type Body = (w: Builder<{ ok: boolean }>, input: Expr<z.infer<typeof Input>>) => unknown

const say = task("say", { input: z.object({ text: z.string() }), output: z.object({ said: z.string() }) })
const undo = task("undo", { input: z.object({ key: z.string() }) })
const undoing = workflow("undoing", { input: z.object({ key: z.string() }) }, (w, { key }) => {
  w.when(eq(key, "x"), (w) => {
    w.run(undo({ key }), { compensate: (step) => undo({ key: step.key }) })
  })
})

/** The issues of a definition. */
function issuesOf(define: () => unknown): readonly DefinitionIssue[] {
  try {
    define()
  } catch (error) {
    if (error instanceof DefinitionError) return error.issues
    throw error
  }
  return []
}

function issuesIn(body: Body): readonly DefinitionIssue[] {
  return issuesOf(() => workflow("w", { input: Input }, body as never)) // whatever it returns
}

/** As an author in JavaScript would: the types would not let it pass. */
const untyped = (value: unknown): never => value as never
const asText = (value: unknown): string => value as string
const asTexts = (value: unknown): string[] => value as string[]

const inBodies: Readonly<Record<string, readonly [DefinitionCode, Body]>> = {
  "an expression in a template literal": ["EXPR_AS_VALUE", (_, i) => void `id ${asText(i.id)}`],
  "an expression in JSON.stringify": ["EXPR_AS_VALUE", (_, i) => void JSON.stringify({ id: i.id })],
  "an expression in arithmetic": ["EXPR_AS_VALUE", (_, i) => void (untyped(i.total) * 2)],
  "an expression in +": ["EXPR_AS_VALUE", (_, i) => void (untyped(i.total) + 1)],
  "an expression in <": ["EXPR_AS_VALUE", (_, i) => void (untyped(i.total) < 2)],
  "an expression that is spread into a list": ["EXPR_AS_VALUE", (_, i) => void [...untyped(i.list)]],
  "an expression that is spread into an object": ["EXPR_AS_VALUE", (_, i) => ({ ...i })],
  "an expression in for…of": [
    "EXPR_AS_VALUE",
    (_, i) => {
      for (const item of asTexts(i.list)) void item
    },
  ],
  "an expression searched by in": ["EXPR_AS_VALUE", (_, i) => "id" in i],
  "an expression that is called": ["EXPR_AS_VALUE", (_, i) => (i.id as unknown as () => unknown)()],
  "an expression that is assigned to": ["EXPR_AS_VALUE", (_, i) => void Object.assign(i, { id: "x" })],
  "a method of a list": ["EXPR_AS_VALUE", (_, i) => void asTexts(i.list).length],
  "a method of a text": ["EXPR_AS_VALUE", (_, i) => asText(i.id).valueOf()],
  "a branch's step outside its branch": [
    "REF_OUT_OF_SCOPE",
    (w, i) => {
      let said: Expr<string> | undefined
      w.when(gt(i.total, 1), (w) => void (said = w.run(say({ text: "x" })).said))
      w.run(say({ text: said ?? "" }))
    },
  ],
  "a parameter outside its function": [
    "REF_OUT_OF_SCOPE",
    (w, i) => {
      let leaked: Expr<string> | undefined
      map(i.list, (item) => (leaked = item))
      w.run(say({ text: leaked ?? "" }))
    },
  ],
  "a token outside its callback": [
    "REF_OUT_OF_SCOPE",
    (w) => {
      let leaked: Expr<string> | undefined
      w.callback(
        ({ token }) => {
          leaked = token
          return say({ text: token })
        },
        { output: z.object({}), timeout: "1h" },
      )
      w.run(say({ text: leaked ?? "" }))
    },
  ],
  "a moved child's old result": [
    "REF_OUT_OF_SCOPE",
    (w) => {
      const child = workflow("child", {}, () => ({ a: "x" }))
      const moved = w.call(child)({})
      w.all({ moved })
      w.run(say({ text: moved.a }))
    },
  ],
  "a child's result used before it moved": [
    "REF_OUT_OF_SCOPE",
    (w) => {
      const child = workflow("child", {}, () => ({ a: "x" }))
      const moved = w.call(child)({})
      w.run(say({ text: moved.a }))
      w.all({ moved })
    },
  ],
  "another workflow's expression": [
    "REF_FOREIGN",
    (_, i) => {
      workflow("inner", { input: Input }, (w) => w.run(say({ text: i.id })))
    },
  ],
  "an outer builder in an inner body": [
    "SCOPE_CLOSED",
    (w, i) => void w.when(gt(i.total, 1), () => w.run(say({ text: "x" }))),
  ],
  "a builder in a compensation": [
    "SCOPE_CLOSED",
    (w) =>
      w.run(say({ text: "x" }), {
        compensate: ({ key }) => {
          w.run(say({ text: "y" }))
          return undo({ key })
        },
      }),
  ],
  "a builder in a map": ["SCOPE_CLOSED", (w, i) => map(i.list, (text) => w.run(say({ text })).said)],
  "an otherwise that follows another step": [
    "SCOPE_CLOSED",
    (w, i) => {
      const when = w.when(gt(i.total, 1), () => 1)
      w.run(say({ text: "x" }))
      when.otherwise(() => 2)
    },
  ],
  "a catch that follows another step": [
    "SCOPE_CLOSED",
    (w) => {
      const attempt = w.attempt(() => 1)
      w.run(say({ text: "x" }))
      attempt.catch({ "States.ALL": () => 2 })
    },
  ],
  "a name that is given twice": [
    "NAME_TAKEN",
    (w) => {
      w.run(say({ text: "x" }), { name: "a" })
      w.run(say({ text: "x" }), { name: "a" })
    },
  ],
  "a name with a space": ["NAME_INVALID", (w) => w.run(say({ text: "x" }), { name: "a b" })],
  "half a second": ["DURATION_INVALID", (w) => w.sleep("0.5s")],
  "half a second as a number": ["DURATION_INVALID", (w) => w.sleep(0.5)],
  "a duration in words": ["DURATION_INVALID", (w) => w.sleep("soon" as Duration)],
  "an instant without a zone": ["DURATION_INVALID", (w) => w.sleepUntil("2030-01-01T00:00:00")],
  "no attempts": ["RETRY_INVALID", (w) => w.run(say({ text: "x" }), { retry: { attempts: 0 } })],
  "a value retried with no step": ["RETRIED_ALONE", (w) => w.compute(1, { retried: true })],
  "a backoff below 1": ["RETRY_INVALID", (w) => w.run(say({ text: "x" }), { retry: { attempts: 2, backoff: 0.5 } })],
  "a heartbeat as long as the timeout": [
    "HEARTBEAT_INVALID",
    (w) => w.run(say({ text: "x" }), { timeout: "10s", heartbeat: "10s" }),
  ],
  "a repeat without max": ["REPEAT_UNBOUNDED", (w) => w.repeat(() => 1, untyped({}))],
  "a compensation that reads the result alone": [
    "COMPENSATION_NEEDS_UNKNOWN",
    (w) =>
      w.run(say({ text: "x" }), {
        compensate: untyped(({ result }: { result: { said: Expr<string> } }) => undo({ key: result.said })),
      }),
  ],
  "an unknown that reads the result": [
    "COMPENSATION_NEEDS_UNKNOWN",
    (w) => {
      const read = untyped(({ result }: { result: { said: Expr<string> } }) => undo({ key: result.said }))
      w.run(say({ text: "x" }), { compensate: { known: read, unknown: read } })
    },
  ],
  "a compensation that is a saga": [
    "COMPENSATION_COMPENSATED",
    (w) =>
      w.run(say({ text: "x" }), {
        compensate: ({ key }) => w.call(undoing)({ key }),
      }),
  ],
  "a compensated step's key outside": [
    "COMPENSATED_OUTSIDE",
    (w) => {
      let leaked: Expr<string> | undefined
      w.run(say({ text: "x" }), {
        compensate: ({ key }) => {
          leaked = key
          return undo({ key })
        },
      })
      w.run(say({ text: leaked ?? "" }))
    },
  ],
  "a compensation that gives no call": [
    "COMPENSATION_WITHOUT_CALL",
    (w) => w.run(say({ text: "x" }), { compensate: untyped(() => undefined) }),
  ],
  "an each with compensate whose body gives no call": [
    "COMPENSATION_WITHOUT_CALL",
    (w, i) => w.each(i.list, (text) => text, { compensate: ({ key }) => undo({ key }) }),
  ],
  "a step after fail": [
    "AFTER_END",
    (w) => {
      w.fail("Order.Rejected")
      w.run(say({ text: "x" }))
    },
  ],
  "a step after return": [
    "AFTER_END",
    (w) => {
      w.return({ ok: true })
      w.sleep("1s")
    },
  ],
  "an attempt without catch": ["ATTEMPT_WITHOUT_CATCH", (w) => void w.attempt(() => 1)],
  "an attempt that catches nothing": ["ATTEMPT_WITHOUT_CATCH", (w) => w.attempt(() => 1).catch({})],
  "an asynchronous body": ["ASYNC_BODY", async () => Promise.resolve(1)],
  "an answer with a default": [
    "SCHEMA_UNSTABLE",
    (w) =>
      w.callback(({ token }) => say({ text: token }), {
        output: z.object({ a: z.string().default("x") }),
        timeout: "1h",
      }),
  ],
  "JSONata that cannot be parsed": ["JSONATA_INVALID", () => jsonata`$sum(`],
  "JSONata with a variable that nobody defines": ["JSONATA_INVALID", () => jsonata`$nope(1)`],
  "JSONata with $eval": ["JSONATA_INVALID", () => jsonata`$eval("1")`],
  "a date in a plan": ["VALUE_UNSUPPORTED", (w) => w.run(say({ text: untyped(new Date(0)) }))],
  "a function in a plan": ["VALUE_UNSUPPORTED", (w) => w.run(say({ text: untyped(() => "x") }))],
  "not a number in a plan": ["VALUE_UNSUPPORTED", (_, i) => ({ a: add(i.total, Number.NaN) })],
  "something that is no call": ["VALUE_UNSUPPORTED", (w) => w.run(untyped({ text: "x" }))],
  "a pattern with the flag g": ["VALUE_UNSUPPORTED", (_, i) => ({ a: matches(i.id, /a/g) })],
  "a call that is never run": ["CALL_NOT_RUN", () => void say({ text: "x" })],
  "a call as a value": ["CALL_NOT_RUN", () => ({ said: say({ text: "x" }) })],
  "two tasks of one name": [
    "TASK_TAKEN",
    (w) => {
      const other = task("say", { input: z.object({}) })
      w.run(say({ text: "x" }))
      w.run(other({}))
    },
  ],
  "an error name of ASL's own": ["ERROR_NAME_INVALID", (w) => void w.fail("States.Mine")],
  "a maxInterval below the interval": [
    "RETRY_INVALID",
    (w) => w.run(say({ text: "x" }), { retry: { attempts: 2, interval: "1m", maxInterval: "5s" } }),
  ],
  "a branch with a space": ["NAME_INVALID", (w) => w.all({ "a b": say({ text: "x" }) })],
  "a concurrency below 0": ["EACH_INVALID", (w, i) => w.each(i.list, () => 1, { concurrency: -1 })],
  "batches that are not distributed": ["EACH_INVALID", (w, i) => w.each(i.list, () => 1, { batch: { items: 2 } })],
  "a tolerance above 100 %": [
    "EACH_INVALID",
    (w, i) => w.each(i.list, () => 1, { tolerate: { percentage: 101 }, distributed: true }),
  ],
  "a case outside the enum": [
    "CASE_UNKNOWN",
    (w, i) => (w.match as (...args: unknown[]) => unknown)(i.status, { opne: () => 1 }, () => 2),
  ],
  "a match that misses a case": [
    "CASE_MISSING",
    (w, i) => (w.match as (...args: unknown[]) => unknown)(i.status, { open: () => 1 }),
  ],
  "a match without cases": ["CASE_UNKNOWN", (w, i) => w.match(i.status, {}, () => 2)],
  "a service without an action": ["SERVICE_INVALID", (w) => w.run(aws.service("s3", {}))],
  "embedded states without a first one": ["ASL_INVALID", (w) => w.asl({ StartAt: "A", States: {} })],
  "embedded states after a step, without an input": [
    "ASL_INVALID",
    (w) => {
      w.sleep("1s")
      return w.asl({ StartAt: "A", States: { A: { Type: "Succeed" } } })
    },
  ],
  "a resource in a computation": [
    "RESOURCE_IN_EXPRESSION",
    (w) => w.run(say({ text: fmt`the table ${resource("orders")}` })),
  ],
}

const outside: Readonly<Record<string, readonly [DefinitionCode, () => unknown]>> = {
  "too little memory": ["LAMBDA_INVALID", () => task("t", { input: z.object({}), lambda: { memory: 1 } })],
  "no action": ["PERMISSION_INVALID", () => workflow("w", { permissions: [{ actions: [], resources: [] }] }, () => 1)],
  "an input that is coerced": [
    "SCHEMA_UNSTABLE",
    () => workflow("w", { input: z.object({ n: z.coerce.number() }) }, () => 1),
  ],
  "an output with a date": [
    "SCHEMA_UNSTABLE",
    () =>
      workflow(
        "w",
        { output: z.object({ at: z.date() }) },
        untyped(() => 1),
      ),
  ],
  "an event that is transformed": ["SCHEMA_UNSTABLE", () => event("e", z.string().transform(Number))],
  "a task's name with a slash": ["NAME_INVALID", () => task("a/b", { input: z.object({}) })],
  "an event without a name": ["NAME_INVALID", () => event("", z.string())],
  "a timeout that proves nothing": [
    "ERROR_NAME_INVALID",
    () => task("t", { input: z.object({}), notApplied: ["States.Timeout"] }),
  ],
  "a task's timeout in milliseconds": [
    "DURATION_INVALID",
    () => task("t", { input: z.object({}), timeout: "5ms" as Duration }),
  ],
  "an expression outside any definition": ["REF_FOREIGN", () => eq(leaked(), "x")],
}

function leaked(): Expr<string> {
  let id: Expr<string> | undefined
  workflow("w", { input: Input }, (_, i) => {
    ;({ id } = i)
  })
  return id as unknown as Expr<string> // the body ran
}

describe("misuse is reported when the workflow is defined", () => {
  it.each(Object.entries(inBodies))("%s", (_, [code, body]) => {
    const issues = issuesIn(body)
    expect(issues.map((issue) => issue.code)).toContain(code)
    expect(issues.every((issue) => issue.at?.file.endsWith("errors.test.ts"))).toBe(true)
    expect(issues.find((issue) => issue.code === code)?.hint).toBe(definitionCodes[code].hint)
  })

  it.each(Object.entries(outside))("%s", (_, [code, define]) => {
    expect(issuesOf(define).map((issue) => issue.code)).toContain(code)
  })

  it("provokes every code", () => {
    const provoked = new Set([...Object.values(inBodies), ...Object.values(outside)].map(([code]) => code))
    expect(Object.keys(definitionCodes).filter((code) => !provoked.has(code as DefinitionCode))).toEqual([])
  })

  it("reports all problems at once, each at its own line", () => {
    const issues = issuesIn((w, i) => {
      w.sleep("0.5s")
      w.run(say({ text: "x" }), { name: "a b" })
      w.attempt(() => 1)
      return { text: `id ${asText(i.id)}` }
    })
    expect(issues.map(({ code }) => code).toSorted()).toEqual([
      "ATTEMPT_WITHOUT_CATCH",
      "DURATION_INVALID",
      "EXPR_AS_VALUE",
      "NAME_INVALID",
    ])
    expect(new Set(issues.map(({ at }) => at?.line)).size).toBe(4)
  })

  it("says where, what, and what to do", () => {
    const [issue] = issuesIn((w) => w.sleep("0.5s"))
    const error = new DefinitionError("workflow w", issue === undefined ? [] : [issue])
    expect(error.code).toBe("DEFINITION_INVALID")
    expect(error.message).toMatch(
      /^workflow w has a problem:\n {2}.*errors\.test\.ts:\d+:\d+ DURATION_INVALID The sleep "sleep" is "0\.5s"\. Write "5s"/,
    )
  })

  it("explains a body that trips over its own misuse by the misuse", () => {
    const issues = issuesIn((w) => {
      w.sleep("0.5s")
      throw new TypeError("tripped")
    })
    expect(issues.map(({ code }) => code)).toEqual(["DURATION_INVALID"])
  })

  it("lets any other error of a body pass", () => {
    expect(() =>
      workflow("w", {}, () => {
        throw new TypeError("mine")
      }),
    ).toThrow(new TypeError("mine"))
  })

  it("refuses a builder after its workflow was defined", () => {
    let kept: Builder | undefined
    workflow("w", {}, (w) => {
      kept = w
    })
    expect(issuesOf(() => kept?.sleep("1s")).map(({ code }) => code)).toEqual(["SCOPE_CLOSED"])
  })

  it("checks a call where it is placed, too", () => {
    let kept: Call | undefined
    issuesIn((_, i) => void (kept = say({ text: i.id })))
    expect(issuesIn((w) => w.run(kept ?? say({ text: "x" }))).map(({ code }) => code)).toContain("REF_FOREIGN")
  })
})
