import type { AllNode, Block, EachNode, Expression, Node, RunNode } from "@stepwright/dsl"
import {
  type Arbitrary,
  array,
  assert as assertProperty,
  asyncProperty,
  constant,
  constantFrom,
  integer as wholeNumber,
  letrec,
  oneof,
  record,
} from "fast-check"
import { expect, test } from "vitest"

import { compile } from "../compile.ts"
import { type Answered, type Attempted, execute } from "../fixture/execute.ts"
import { problemsOf } from "../fixture/problems.ts"
import { base, block, call, literal, object, ref, run, task, text, tree } from "../fixture/tree.ts"

type Outcome = "ok" | "declined" | "failed before" | "failed after" | "silent" | "lands late"

interface StepPlan {
  readonly kind: "step"
  readonly compensated: boolean
  readonly readsResult: boolean
  /** By the numbers in its key, and the attempt. */
  readonly outcomes: readonly Outcome[]
  readonly undoFails: boolean
}

interface Section {
  readonly kind: "all" | "each" | "repeat"
  /** Of an `each`: how often. */
  readonly items: number
  readonly bodies: readonly (readonly Part[])[]
}

type Part = StepPlan | Section

const outcome: Arbitrary<Outcome> = oneof(
  { weight: 12, arbitrary: constant<Outcome>("ok") },
  { weight: 3, arbitrary: constantFrom<Outcome>("declined", "failed before", "failed after", "silent", "lands late") },
)

const step: Arbitrary<StepPlan> = record({
  kind: constant("step" as const),
  compensated: oneof({ weight: 4, arbitrary: constant(true) }, { weight: 1, arbitrary: constant(false) }),
  readsResult: constantFrom(true, false),
  outcomes: array(outcome, { minLength: 1, maxLength: 4 }),
  undoFails: oneof({ weight: 6, arbitrary: constant(false) }, { weight: 1, arbitrary: constant(true) }),
})

const { body } = letrec<{ body: readonly Part[]; section: Section }>((tie) => ({
  body: array(oneof({ maxDepth: 2, depthIdentifier: "deep" }, step, tie("section")), {
    minLength: 1,
    maxLength: 3,
    depthIdentifier: "deep",
  }),
  section: record({
    kind: constantFrom("all" as const, "each" as const, "repeat" as const),
    items: wholeNumber({ min: 0, max: 3 }),
    bodies: array(tie("body"), { minLength: 1, maxLength: 2 }),
  }),
}))

const compensated = (field: "key" | "input" | "result", path: readonly string[] = []): Expression =>
  ref({ from: "compensated", field }, path)

/** Lowers parts to a tree, and remembers each step's plan by its task. */
class Lowering {
  readonly steps: StepPlan[] = []

  block(parts: readonly Part[], seen: readonly Expression[]): Block {
    const nodes: Node[] = []
    for (const [index, part] of parts.entries()) nodes.push(this.#node(part, `n${index}`, [...seen, ...results(nodes)]))
    return block(nodes, object(Object.fromEntries(results(nodes).map((value, index) => [`r${index}`, value]))))
  }

  #node(part: Part, name: string, seen: readonly Expression[]): Node {
    if (part.kind === "step") return this.#step(part, name, seen)
    if (part.kind === "all") {
      const branches = part.bodies.map((parts, index) => ({ name: `b${index}`, body: this.block(parts, seen) }))
      return { ...base("all", name), gather: "record", branches, shape: { type: "object" } } satisfies AllNode
    }
    if (part.kind === "repeat") return this.#repeat(part, name, seen)
    const each = base("each", name)
    const item = ref({ from: "item", each: each.id })
    const items = literal(Array.from({ length: part.items }, (_, index) => `item${index}`))
    return {
      ...each,
      items,
      over: "array",
      body: this.block(part.bodies[0] ?? [], [...seen, item]),
      shape: { type: "array" },
    } satisfies EachNode
  }

  #repeat(part: Section, name: string, seen: readonly Expression[]): Node {
    const repeat = base("repeat", name)
    const carried = ref({ from: "carried", repeat: repeat.id }, [], { type: "unknown" })
    const body = this.block(part.bodies[0] ?? [], [...seen, carried])
    return {
      ...repeat,
      max: Math.max(1, part.items),
      initial: literal("none"),
      body,
      exhausted: "continue",
      shape: { type: "unknown" },
    }
  }

  #step(plan: StepPlan, name: string, seen: readonly Expression[]): RunNode {
    const number = this.steps.push(plan) - 1
    const node = run(name, {
      call: call(
        `do-${number}`,
        object(Object.fromEntries(seen.slice(-3).map((value, index) => [`s${index}`, value]))),
      ),
      policy: {
        timeoutSeconds: 4,
        retry: [{ errors: ["States.ALL"], attempts: 2, intervalSeconds: 1, backoffRate: 1, jitter: false }],
      },
      shape: text,
    })
    const given = {
      key: compensated("key"),
      seen: { kind: "array" as const, items: seen.slice(-2) },
      given: compensated("input"),
    }
    const compensate = {
      known: call(`undo-${number}`, object(plan.readsResult ? { ...given, result: compensated("result") } : given)),
      ...(plan.readsResult ? { unknown: call(`undo-${number}`, object(given)) } : {}),
      policy: { timeoutSeconds: 5, retry: [] },
      at: node.at,
    }
    return plan.compensated ? { ...node, compensate } : node
  }
}

function results(nodes: readonly Node[]): readonly Expression[] {
  return nodes.map((node) => ref({ from: "step", step: node.id }, [], node.kind === "run" ? text : { type: "unknown" }))
}

/** What happened under which key. */
class World {
  readonly applied = new Set<string>()
  readonly undone = new Set<string>()
  readonly late: string[] = []
  readonly letters: string[] = []
  readonly inputs = new Map<string, unknown>()
  readonly #steps: readonly StepPlan[]
  readonly #made = new Map<string, number>()

  constructor(steps: readonly StepPlan[]) {
    this.#steps = steps
  }

  answer({ order, target, request }: Attempted): Answered {
    if (request === undefined) {
      const { MessageBody: letter } = order.input as { readonly MessageBody: { readonly key: string } } // the compiler's own
      this.letters.push(letter.key)
      return { output: {} }
    }
    const [what, number] = target.split("-")
    const plan = this.#steps[Number(number)]
    if (plan === undefined) throw new Error(`nothing serves ${target}`)
    return what === "do" ? this.#do(request.key, request.input, plan) : this.#undo(request.input, plan)
  }

  #do(key: string, input: unknown, plan: StepPlan): Answered {
    const made = this.#made.get(key) ?? 0
    this.#made.set(key, made + 1)
    this.inputs.set(key, input)
    const digits = key
      .replaceAll(/\D/g, "")
      .split("")
      .reduce((sum, digit) => sum + Number(digit), made)
    const outcome = plan.outcomes[digits % plan.outcomes.length] ?? "ok"
    if (outcome === "ok" || outcome === "failed after") this.#apply(key)
    if (outcome === "lands late") this.late.push(key)
    if (outcome === "ok") return { output: `result of ${key}`, afterMs: 100 * (1 + (digits % 5)) }
    if (outcome === "declined") return { error: "Declined", afterMs: 200 }
    return outcome.startsWith("failed") ? { error: "Broken", afterMs: 300 } : "silence"
  }

  #undo(input: unknown, plan: StepPlan): Answered {
    const { key, given, result } = input as { readonly key: string; readonly given: unknown; readonly result?: string }
    // What was given and what was answered are those of the attempt.
    expect(given).toEqual(this.inputs.get(key))
    if (result !== undefined) expect(result).toBe(`result of ${key}`)
    if (plan.undoFails) return { error: "Undo.Broken" }
    this.applied.delete(key)
    this.undone.add(key)
    return { output: null }
  }

  #apply(key: string): void {
    if (!this.undone.has(key)) this.applied.add(key)
  }
}

test("whatever fails in sections and loops, every effect is undone in reverse or reported", async () => {
  const seed = Number(process.env.STEPWRIGHT_SEED ?? Math.floor(Math.random() * 0x7fffffff))
  let checked = 0
  let failed = 0
  await assertProperty(
    asyncProperty(body, async (parts) => {
      const lowering = new Lowering()
      const whole = lowering.block(parts, [])
      const tasks = Object.fromEntries(
        lowering.steps.map((_, index) => [`do-${index}`, task(`do-${index}`, { notApplied: ["Declined"] })]),
      )
      const { plan } = compile(tree(whole, { tasks }))
      if (checked++ < 20) expect(await problemsOf(plan)).toEqual([])
      const world = new World(lowering.steps)
      const done = execute(plan, { answer: (attempted) => world.answer(attempted) })
      const requests = done.attempts.flatMap(({ request, target }) =>
        request === undefined ? [] : [{ key: request.key, target }],
      )
      const undos = requests
        .filter(({ target }) => target.startsWith("undo"))
        .map(({ key }) => key.replace(/~undo$/, ""))
      if (done.status === "SUCCEEDED") {
        expect(undos).toEqual([])
        return
      }
      if (!lowering.steps.some((plan) => plan.compensated)) return
      failed++
      for (const key of world.late) if (!world.undone.has(key)) world.applied.add(key)
      const told = JSON.parse(done.cause ?? "") as {
        readonly compensated: readonly string[]
        readonly uncompensated: readonly { readonly step: string }[]
      }
      const reported = told.uncompensated.map((entry) => `execution-1/${entry.step}`)
      const dos = [...new Set(requests.filter(({ target }) => target.startsWith("do")).map(({ key }) => key))]
      const numbers = new Map(requests.map(({ key, target }) => [key, Number(target.split("-")[1])]))
      for (const key of dos) {
        if (lowering.steps[numbers.get(key) ?? -1]?.compensated !== true) continue
        if (world.applied.has(key)) expect(reported).toContain(key)
        if (reported.includes(key)) expect(world.letters).toContain(key)
      }
      for (const key of undos) expect(dos).toContain(key)
      expect(told.compensated.map((entry) => `execution-1/${entry}`).toSorted()).toEqual([...world.undone].toSorted())
      // Within one body: the last first.
      const parentOf = (key: string): string => key.slice(0, key.lastIndexOf("/"))
      for (const parent of new Set(undos.map(parentOf))) {
        const own = (keys: readonly string[]): readonly string[] =>
          [...new Set(keys)].filter((key) => parentOf(key) === parent)
        expect(own(undos)).toEqual(
          own(dos)
            .filter((key) => undos.includes(key))
            .reverse(),
        )
      }
      expect(done.error).toBe(reported.length > 0 ? "Saga.PartiallyCompensated" : done.error)
      expect(["Saga.PartiallyCompensated", "Declined", "Broken", "States.Timeout"]).toContain(done.error)
    }),
    { seed, numRuns: 150 },
  )
  expect(failed).toBeGreaterThan(10)
})
