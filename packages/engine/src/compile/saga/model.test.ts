import type { AttemptNode, Compensation, Expression, Node, RunNode, WorkflowTree } from "@stepwright/dsl"
import {
  type Arbitrary,
  array,
  assert as assertProperty,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  integer as wholeNumber,
  oneof,
  record,
} from "fast-check"
import { expect, test } from "vitest"

import { isJsonObject, type Json } from "../../asl/json.ts"
import { compile } from "../compile.ts"
import { type Answered, type Attempted, execute, type Executed } from "../fixture/execute.ts"
import { problemsOf } from "../fixture/problems.ts"
import { base, block, call, integer, literal, object, ref, run, task, text, tree } from "../fixture/tree.ts"

/** What one attempt of a task does to the world, and what it answers. */
type Outcome = "ok" | "declined" | "failed before" | "failed after" | "silent before" | "silent after" | "lands late"

interface StepPlan {
  readonly compensated: boolean
  readonly unknown: boolean
  readonly attempts: number
  /** In an attempt that handles every failure, in one that handles none of ours, in a branch that is taken or not. */
  readonly wrapped: "no" | "handled" | "unhandled" | "taken" | "passed by"
  readonly outcomes: readonly Outcome[]
  readonly undoFails: number
  readonly sleep: number
}

interface Scenario {
  readonly steps: readonly StepPlan[]
  readonly fails: boolean
  readonly timeout: number | undefined
  readonly budget: number | undefined
}

const outcome: Arbitrary<Outcome> = oneof(
  { weight: 6, arbitrary: constant<Outcome>("ok") },
  {
    weight: 4,
    arbitrary: constantFrom<Outcome>(
      "declined",
      "failed before",
      "failed after",
      "silent before",
      "silent after",
      "lands late",
    ),
  },
)

const step: Arbitrary<StepPlan> = record({
  compensated: boolean().map((plain) => !plain),
  unknown: boolean(),
  attempts: wholeNumber({ min: 1, max: 3 }),
  wrapped: oneof(
    { weight: 4, arbitrary: constant("no" as const) },
    {
      weight: 3,
      arbitrary: constantFrom("handled" as const, "unhandled" as const, "taken" as const, "passed by" as const),
    },
  ),
  outcomes: array(outcome, { minLength: 1, maxLength: 3 }),
  undoFails: oneof({ weight: 3, arbitrary: constant(0) }, { weight: 1, arbitrary: constantFrom(1, 2, 99) }),
  sleep: constantFrom(0, 0, 0, 7),
})

const scenario: Arbitrary<Scenario> = record({
  steps: array(step, { minLength: 1, maxLength: 5 }),
  fails: boolean(),
  timeout: constantFrom(undefined, undefined, 3600, 12),
  budget: constantFrom(undefined, undefined, 20),
})

const compensated = (field: "key" | "input" | "result", path: readonly string[] = []): Expression =>
  ref({ from: "compensated", field }, path)

function compensation(unknown: boolean, at: Compensation["at"]): Compensation {
  const by = (more: Readonly<Record<string, Expression>>): Expression =>
    object({ key: compensated("key"), given: compensated("input", ["n"]), ...more })
  return {
    known: call("undo", unknown ? by({ id: compensated("result", ["id"]) }) : by({})),
    ...(unknown ? { unknown: call("undo", by({})) } : {}),
    policy: {
      retry: [{ errors: ["States.ALL"], attempts: 3, intervalSeconds: 1, backoffRate: 1, jitter: false }],
      timeoutSeconds: 5,
    },
    at,
  }
}

function nodeOf(plan: StepPlan, index: number, before: RunNode | undefined): readonly Node[] {
  const name = `step-${index}`
  const given = object({
    n: literal(index),
    ...(before === undefined ? {} : { before: ref({ from: "step", step: before.id }, ["id"]) }),
  })
  const node = run(name, {
    call: call(`do-${index}`, given),
    policy: {
      timeoutSeconds: 4,
      retry: [{ errors: ["States.ALL"], attempts: plan.attempts, intervalSeconds: 1, backoffRate: 1, jitter: false }],
    },
    shape: { type: "object", fields: { id: text } },
  })
  const made: RunNode = plan.compensated ? { ...node, compensate: compensation(plan.unknown, node.at) } : node
  const sleep: readonly Node[] =
    plan.sleep === 0 ? [] : [{ ...base("sleep", `sleep-${index}`), for: { seconds: literal(plan.sleep) } }]
  return [...sleep, ...wrap(plan, made, index)]
}

function wrap(plan: StepPlan, node: RunNode, index: number): readonly Node[] {
  const attempt = (errors: readonly string[]): AttemptNode => ({
    ...base("attempt", `attempt-${index}`),
    body: block([node]),
    handlers: [{ errors, body: block([]) }],
    shape: { type: "null" },
  })
  switch (plan.wrapped) {
    case "no":
      return [node]
    case "handled":
      return [attempt(["States.ALL"])]
    case "unhandled":
      return [attempt(["Never.Raised"])]
    case "taken":
    case "passed by":
      return [
        {
          ...base("when", `when-${index}`),
          branches: [
            {
              condition: ref({ from: "input" }, [plan.wrapped === "taken" ? "yes" : "no"], { type: "boolean" }),
              body: block([node]),
            },
          ],
          shape: { type: "null" },
        },
      ]
  }
}

function treeOf({ steps, fails, timeout, budget }: Scenario): WorkflowTree {
  const nodes: Node[] = []
  let before: RunNode | undefined
  for (const [index, plan] of steps.entries()) {
    const made = nodeOf(plan, index, before)
    nodes.push(...made)
    const last = made.at(-1)
    before = last?.kind === "run" ? last : undefined
  }
  if (fails)
    nodes.push({ ...base("fail", "give-up"), error: literal("Given.Up"), cause: ref({ from: "input" }, ["why"]) })
  const tasks = Object.fromEntries(
    steps.map((_, index) => [`do-${index}`, task(`do-${index}`, { notApplied: ["Declined"] })]),
  )
  const result =
    before === undefined || fails ? {} : { result: object({ id: ref({ from: "step", step: before.id }, ["id"]) }) }
  return tree(
    { nodes, ...result },
    {
      input: {
        shape: { type: "object", fields: { yes: { type: "boolean" }, no: { type: "boolean" }, why: text, n: integer } },
      },
      tasks,
      ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
      ...(budget === undefined ? {} : { compensationTimeoutSeconds: budget }),
    },
  )
}

/** The world outside: what happened under which key. Undoing what is not there leaves a tombstone. */
class World {
  readonly applied = new Set<string>()
  readonly undone = new Set<string>()
  readonly late: string[] = []
  readonly dead: string[] = []
  readonly lastError = new Map<string, string>()
  readonly #steps: readonly StepPlan[]
  readonly #made = new Map<string, number>()

  constructor(steps: readonly StepPlan[]) {
    this.#steps = steps
  }

  answer({ order, target, request }: Attempted): Answered {
    if (target === "deadLetterQueue") {
      const { MessageBody: letter } = order.input as { readonly MessageBody: { readonly key: string } } // the compiler's own
      this.dead.push(letter.key)
      return { output: {} }
    }
    if (request === undefined) throw new Error(`nothing serves ${target}`)
    const made = this.#made.get(request.key) ?? 0
    this.#made.set(request.key, made + 1)
    const plan = this.#steps[Number(/step-(\d+)/.exec(request.step)?.[1])]
    if (plan === undefined) throw new Error(`there is no step ${request.step}`)
    return target === "undo" ? this.#undo(request.input, plan, made) : this.#do(request.key, plan, made)
  }

  /** What was still under way happens now. */
  settle(): void {
    for (const key of this.late) this.#apply(key)
  }

  #do(key: string, plan: StepPlan, made: number): Answered {
    const outcome = plan.outcomes[Math.min(made, plan.outcomes.length - 1)] ?? "ok"
    if (outcome === "ok" || outcome === "failed after" || outcome === "silent after") this.#apply(key)
    if (outcome === "lands late") this.late.push(key)
    const error =
      outcome === "declined"
        ? "Declined"
        : outcome.startsWith("failed")
          ? "Broken"
          : outcome === "ok"
            ? undefined
            : "States.Timeout"
    if (error !== undefined) this.lastError.set(key, error)
    if (error === undefined) return { output: { id: key }, afterMs: 500 }
    return error === "States.Timeout" ? "silence" : { error, cause: "why", afterMs: 500 }
  }

  #undo(input: Json, plan: StepPlan, made: number): Answered {
    const { key, id } = input as { readonly key: string; readonly id?: string }
    if (id !== undefined) expect(id).toBe(key)
    if (made < plan.undoFails) return { error: "Undo.Broken", afterMs: 500 }
    this.applied.delete(key)
    this.undone.add(key)
    return { output: null, afterMs: 500 }
  }

  #apply(key: string): void {
    if (!this.undone.has(key)) this.applied.add(key)
  }
}

interface Told {
  readonly step: string
  readonly error: { readonly Error: string }
  readonly compensated: readonly string[]
  readonly uncompensated: readonly { readonly step: string; readonly error: string }[]
}

function keyOfStep(plan: StepPlan, index: number): string {
  const around = {
    no: "",
    handled: `attempt-${index}/`,
    unhandled: `attempt-${index}/`,
    taken: `when-${index}/`,
    "passed by": `when-${index}/`,
  }
  return `execution-1/${around[plan.wrapped]}step-${index}`
}

function check(given: Scenario, done: Executed, world: World): void {
  const { steps } = given
  const keys = steps.map(keyOfStep)
  const requests = done.attempts.flatMap(({ request, target }) =>
    request === undefined ? [] : [{ ...request, target }],
  )
  const dos = requests.filter(({ target }) => target !== "undo")
  const undos = requests.filter(({ target }) => target === "undo")
  // Keys are those of the grammar, the same over all attempts; attempts count from 1.
  for (const request of dos) expect(keys).toContain(request.key)
  for (const request of undos) expect(keys.map((key) => `${key}~undo`)).toContain(request.key)
  for (const key of new Set(requests.map((request) => request.key))) {
    const attempts = requests.filter((request) => request.key === key).map(({ attempt }) => attempt)
    expect(attempts).toEqual(attempts.map((_, index) => index + 1))
  }
  if (done.status === "SUCCEEDED") {
    expect(undos).toEqual([])
    return
  }
  const told = JSON.parse(done.cause ?? "") as Told
  // Only what was attempted is undone, last first.
  const order = [...new Set(undos.map(({ key }) => key.slice(0, -"~undo".length)))]
  expect(order).toEqual(keys.filter((key) => order.includes(key)).reverse())
  for (const key of order) expect(dos.map((request) => request.key)).toContain(key)
  world.settle()
  const given_up = told.uncompensated.map(({ step }) => step)
  for (const [index, plan] of steps.entries()) {
    const key = keys[index] ?? ""
    if (!plan.compensated) continue
    // Every effect is undone, or known to be there.
    if (world.applied.has(key)) expect(given_up).toContain(`step-${index}`)
    if (given_up.includes(`step-${index}`)) expect(world.dead).toContain(key)
    // What surely did nothing is left alone.
    const attempts = dos.filter((request) => request.key === key)
    if (attempts.length === 1 && plan.outcomes[0] === "declined") expect(order).not.toContain(key)
  }
  expect(told.compensated.every((name) => order.some((key) => key.endsWith(name)))).toBe(true)
  if (given_up.length > 0) expect(done.error).toBe("Saga.PartiallyCompensated")
  else expect(done.error).toBe(originalError(given, told, world))
  if (given.timeout !== undefined)
    for (const { nowMs, target } of done.attempts)
      if (target.startsWith("do-")) expect(nowMs - began).toBeLessThan(given.timeout * 1000)
}

const began = 1_700_000_000_000

function originalError({ steps, timeout }: Scenario, told: Told, world: World): string {
  if (told.step === "give-up") return "Given.Up"
  const index = Number(/step-(\d+)/.exec(told.step)?.[1])
  const plan = steps[index]
  if (plan === undefined) throw new Error(`there is no step ${told.step}`)
  const last = world.lastError.get(keyOfStep(plan, index))
  // Out of time: the step did not start, or did not start again.
  return timeout !== undefined && told.error.Error === "States.Timeout" ? "States.Timeout" : (last ?? "")
}

test("whatever fails, and whenever, every effect of a compensated step is undone or reported", async () => {
  const seed = Number(process.env.STEPWRIGHT_SEED ?? Math.floor(Math.random() * 0x7fffffff))
  let checked = 0
  await assertProperty(
    asyncProperty(scenario, async (given) => {
      const { plan } = compile(treeOf(given))
      if (checked++ < 25) expect(await problemsOf(plan)).toEqual([])
      const world = new World(given.steps)
      const done = execute(plan, {
        input: { yes: true, no: false, why: "enough", n: 1 },
        answer: (attempted) => world.answer(attempted),
        startedAt: began,
      })
      const compensates = given.steps.some((step) => step.compensated)
      if (compensates) check(given, done, world)
      else expect(isJsonObject(done.cause as Json)).toBe(false)
    }),
    { seed, numRuns: 300 },
  )
})
