import type { Json, Origin, Shape } from "@stepwright/dsl"
import { assert, asyncProperty, gen, pre } from "fast-check"
import { describe, expect, it } from "vitest"

import { compileJsonataTemplate } from "../../query/jsonata/template.ts"
import { type Source, Generator, pathsFrom, type Scope } from "./direct/generate.ts"
import { evaluateExpression, type Surroundings } from "./direct/evaluate.ts"
import { meant, moment, ours, type Outcome, someUuid, theirs, type Variables } from "./direct/outcome.ts"
import { topLevelReferences } from "./direct/top-level.ts"
import { guarded, lowerCondition, lowerExpression, payload, type Resolve } from "./index.ts"
import { kindsOf } from "./shape-facts.ts"

const seed =
  process.env["STEPWRIGHT_SEED"] === undefined ? Date.now() % 2 ** 31 : Number(process.env["STEPWRIGHT_SEED"])
const numRuns = Number(process.env["STEPWRIGHT_RUNS"] ?? 400)

describe(`random expressions (STEPWRIGHT_SEED=${seed})`, () => {
  it("come to their meaning, with us and with the library, and are total where we say so", async () => {
    await assert(
      asyncProperty(gen(), async (draw) => {
        const generator = new Generator(draw)
        const { resolve, surroundings, variables, scope } = worldOf(generator.sources)
        const expression = generator.expression("any", 4, scope)
        const lowered = lowerExpression(expression, resolve)
        const { bare = lowered.text } = lowered
        const meaning = meant(() => evaluateExpression(expression, surroundings))
        pre(meaning !== "unspecified")

        const say = (what: string): string =>
          `${what}\n${bare}\n${JSON.stringify(variables)}\n${JSON.stringify(expression)}`
        const got = ours(bare, variables)
        expect(got, say("meaning")).toBe(meaning)
        expect(topLevelReferences(bare), say("context")).toEqual([])
        expect(bare, say("interpreted")).not.toMatch(/\$\{|\{%|%\}/)
        expect(ours(lowered.text, variables), say("as an operand")).toBe(meaning)
        expect(await theirs(bare, variables), say("library")).toBe(got)
        if (lowered.total) expect(["absent", "fails"], say("total")).not.toContain(got)
        if (lowered.throws === false) expect(got, say("throws")).not.toBe("fails")
        if (got !== "absent" && got !== "fails") conform(JSON.parse(got) as Json, lowered.shape, say("shape"))

        const condition = lowerCondition(expression, resolve)
        expect(ours(condition.text, variables), say("condition")).toBe(
          meaning === "fails" ? "fails" : String(meaning === "true"),
        )
        if (condition.total) expect(meaning, say("total condition")).not.toBe("fails")

        if (hasValue(meaning)) expect(asPayload(payload(expression, resolve), variables), say("payload")).toBe(meaning)

        const safe = guarded(lowered, "'fallback'")
        if (safe.total)
          expect(ours(safe.bare ?? safe.text, variables), say(`guarded: ${safe.text}`)).toBe(
            hasValue(meaning) ? meaning : '"fallback"',
          )
      }),
      { seed, numRuns },
    )
  })
})

/** What a state's field comes to. */
function asPayload(template: Json, variables: Variables): Outcome {
  const evaluate = compileJsonataTemplate(template, "Output")
  const variable = (name: string): Json | undefined => (Object.hasOwn(variables, name) ? variables[name] : undefined)
  return JSON.stringify(evaluate({ input: null, context: () => null, variable, nowMs: moment, seed: "seed" }))
}

function hasValue(outcome: Outcome): boolean {
  return outcome !== "absent" && outcome !== "fails"
}

interface World {
  readonly resolve: Resolve
  readonly surroundings: Surroundings
  readonly variables: Variables
  readonly scope: Scope
}

/** The sources as variables; what may be absent in a box. */
function worldOf(sources: readonly Source[]): World {
  const find = (of: Origin): Source => {
    const source = of.from === "step" ? sources.find(({ step }) => step === of.step) : undefined
    if (source === undefined) throw new Error(`no source for ${JSON.stringify(of)}`)
    return source
  }
  const resolve: Resolve = Object.assign(
    (of: Origin) => {
      const { step, shape } = find(of)
      return shape.optional === true ? `$${step}.value` : `$${step}`
    },
    { shapeOf: (of: Origin) => find(of).shape },
  )
  const variables = Object.fromEntries(
    sources.map(({ step, shape, value }) => [
      step,
      shape.optional !== true ? (value ?? null) : value === undefined ? {} : { value },
    ]),
  )
  const paths = sources.flatMap(({ step, shape }) => pathsFrom({ from: "step", step }, shape, 3))
  return {
    resolve,
    variables,
    surroundings: { resolve: (of) => find(of).value, nowMs: moment, uuid: someUuid },
    scope: { resolve, paths },
  }
}

/** Fails where a value is not of the shape that the lowering promised. */
function conform(value: Json, shape: Shape, message: string): void {
  const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value
  expect([...kindsOf(shape)], message).toContain(kind)
  if (value === null) return
  if (shape.values !== undefined) expect(shape.values, message).toContain(value)
  if (shape.type === "integer") expect(Number.isInteger(value), message).toBe(true)
  if (shape.type === "union") {
    expect(
      (shape.anyOf ?? []).some((member) => conforms(value, member)),
      message,
    ).toBe(true)
  } else if (Array.isArray(value)) {
    const { items } = shape
    if (shape.maxLength !== undefined) expect(value.length, message).toBeLessThanOrEqual(shape.maxLength)
    if (items !== undefined) for (const item of value as readonly Json[]) conform(item, items, message)
  } else if (typeof value === "object") {
    for (const [name, field] of Object.entries(shape.fields ?? {})) {
      const found = (value as Readonly<Record<string, Json>>)[name]
      if (found !== undefined) conform(found, field, `${message}\nat ${name}`)
      else expect(field.optional, `${message}\nat ${name}`).toBe(true)
    }
    const rest = shape.rest
    if (rest === undefined) return
    for (const [name, field] of Object.entries(value))
      if (!Object.hasOwn(shape.fields ?? {}, name)) conform(field, rest, `${message}\nat ${name}`)
  }
}

function conforms(value: Json, shape: Shape): boolean {
  try {
    conform(value, shape, "")
    return true
  } catch {
    return false
  }
}
