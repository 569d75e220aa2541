import type { Json, JsonObject } from "@stepwright/engine/asl"
import * as fc from "fast-check"

const { boolean, constantFrom, integer, oneof, record, array, option } = fc

/**
 * A block of a structured program, that {@link machineOf} writes as states: what people write as chains, choices, loops,
 * branches and handlers.
 */
type Block = readonly Part[]

type Part =
  | {
      readonly kind: "pass" | "task"
      readonly flow: JsonObject
      readonly caught: Caught | undefined
      readonly retries: number
      readonly asks: string
    }
  | { readonly kind: "wait" }
  | {
      readonly kind: "choice"
      readonly rules: readonly { readonly condition: string; readonly body: Block; readonly flow: JsonObject }[]
      readonly otherwise: Block
      readonly flow: JsonObject
    }
  | {
      readonly kind: "all"
      readonly branches: readonly Block[]
      readonly flow: JsonObject
      readonly caught: Caught | undefined
    }
  | {
      readonly kind: "each"
      readonly items: string
      readonly selector: string | undefined
      readonly body: Block
      readonly flow: JsonObject
      readonly caught: Caught | undefined
    }
  | {
      readonly kind: "loop"
      readonly while: boolean
      readonly body: Block
      readonly most: number
      readonly early: Block | undefined
    }
  | { readonly kind: "fail" | "succeed" }

interface Caught {
  readonly errors: readonly string[]
  readonly flow: JsonObject
  readonly body: Block
}

const values = [
  "$states.input",
  "$states.input.n",
  "$states.input.list[0]",
  "$a",
  "$b.n",
  "$a + 1",
  "$string($a) & 'x'",
  "$merge([$states.input, {'m': $a}])",
  "{'n': $count($states.input.list), 'list': $append([], $states.input.list)}",
  "$map([1, 2], function($v) { $v * 2 })",
  "$states.input.missing",
  "$states.context.Execution.Name",
]
const results = [
  ...values,
  "$states.result",
  "$states.result.n",
  "$merge([$states.input, $states.result])",
  "$states.result.list",
]
const conditions = [
  "$a > 1",
  "$states.input.n = 1",
  "$states.input.n >= 2 and $exists($a)",
  "$exists($states.input.n) and $not($states.input.n = 3)",
  "$states.input.flag",
  "$count($states.input.list) > 1",
  "true",
]
const errors = [
  ["States.ALL"],
  ["Odd.Error"],
  ["Odd.Error", "States.Timeout"],
  ["States.QueryEvaluationError"],
  ["States.TaskFailed"],
]

const query = (texts: readonly string[]): fc.Arbitrary<string> => constantFrom(...texts).map((text) => `{% ${text} %}`)

/** Output and Assign. */
function flow(texts: readonly string[]): fc.Arbitrary<JsonObject> {
  const template = oneof(
    { weight: 3, arbitrary: query(texts) },
    {
      weight: 1,
      arbitrary: record({ n: query(texts), list: constantFrom<Json>([1, 2, 3], [5], []), flag: boolean() }),
    },
    { weight: 1, arbitrary: constantFrom<Json>({ n: 1, list: [1, 2] }, 7, "{ text }", null) },
  )
  return record(
    {
      Output: template,
      Assign: oneof(record({ a: template }), record({ b: template, a: template }), record({ c: template })),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<JsonObject>
}

function block(depth: number): fc.Arbitrary<Block> {
  return array(part(depth), { minLength: 1, maxLength: 3 })
}

function caught(depth: number): fc.Arbitrary<Caught | undefined> {
  return option(
    record({
      errors: constantFrom(...errors),
      flow: flow([...values, "$states.errorOutput", "$states.errorOutput.Error"]),
      body: block(depth - 1),
    }),
    { nil: undefined, freq: 2 },
  )
}

function part(depth: number): fc.Arbitrary<Part> {
  const work = (kind: "pass" | "task"): fc.Arbitrary<Part> =>
    record({
      kind: fc.constant(kind),
      flow: flow(kind === "pass" ? values : results),
      caught: kind === "pass" || depth === 0 ? fc.constant(undefined) : caught(depth),
      retries: kind === "pass" ? fc.constant(0) : integer({ min: 0, max: 2 }),
      asks: constantFrom(...values),
    })
  const simple: readonly fc.WeightedArbitrary<Part>[] = [
    { weight: 4, arbitrary: work("pass") },
    { weight: 5, arbitrary: work("task") },
    { weight: 1, arbitrary: constantFrom<Part>({ kind: "wait" }) },
    { weight: 1, arbitrary: constantFrom<Part>({ kind: "fail" }, { kind: "succeed" }) },
  ]
  if (depth === 0) return oneof(...simple)
  const rule = record({ condition: query(conditions), body: block(depth - 1), flow: flow(values) })
  return oneof(
    ...simple,
    {
      weight: 3,
      arbitrary: record({
        kind: fc.constant("choice" as const),
        rules: array(rule, { minLength: 1, maxLength: 3 }),
        otherwise: block(depth - 1),
        flow: flow(values),
      }),
    },
    {
      weight: 2,
      arbitrary: record({
        kind: fc.constant("all" as const),
        branches: array(block(depth - 1), { minLength: 1, maxLength: 2 }),
        flow: flow(results),
        caught: caught(depth),
      }),
    },
    {
      weight: 2,
      arbitrary: record({
        kind: fc.constant("each" as const),
        items: query(["$states.input.list", "[1, 2]", "[$a]", "$b.list"]),
        selector: option(
          query([
            "$states.context.Map.Item.Value",
            "{'n': $states.context.Map.Item.Index, 'list': [$states.context.Map.Item.Value]}",
          ]),
          { nil: undefined },
        ),
        body: block(depth - 1),
        flow: flow(results),
        caught: caught(depth),
      }),
    },
    {
      weight: 2,
      arbitrary: record({
        kind: fc.constant("loop" as const),
        while: boolean(),
        body: block(depth - 1),
        most: integer({ min: 1, max: 3 }),
        early: option(block(0), { nil: undefined }),
      }),
    },
  )
}

/** Programs of some depth, whose variables `a` and `b` are assigned first. */
export const programs: fc.Arbitrary<Block> = block(2)

/** What programs are given. */
export const inputs: fc.Arbitrary<Json> = record({
  n: integer({ min: 0, max: 3 }),
  list: array(integer({ min: 0, max: 4 }), { maxLength: 3 }),
  flag: boolean(),
})

/** A program as a state machine. */
export function machineOf(program: Block): JsonObject {
  const writer = new Writer()
  const body = writer.block(program, undefined)
  const states = writer.take()
  return {
    QueryLanguage: "JSONata",
    StartAt: "Begin",
    States: { Begin: { Type: "Pass", Assign: { a: 1, b: { n: 2, list: [4] } }, Next: body }, ...states },
  }
}

class Writer {
  #states: Record<string, JsonObject> = {}
  #count = { value: 0 }

  take(): JsonObject {
    return this.#states
  }

  /** Writes a block that goes on at a state, and answers its first. */
  block(parts: Block, next: string | undefined): string {
    let follow = next
    for (const part of parts.toReversed()) follow = this.#part(part, follow)
    return follow ?? this.#add("Pass", {}, undefined)
  }

  #add(type: string, fields: JsonObject, next: string | undefined): string {
    const name = `${type} ${++this.#count.value}`
    const leads =
      type === "Choice" || type === "Fail" || type === "Succeed"
        ? {}
        : next === undefined
          ? { End: true }
          : { Next: next }
    this.#states[name] = { Type: type, ...fields, ...leads }
    return name
  }

  #inside(block: Block): JsonObject {
    const writer = new Writer()
    writer.#count = this.#count
    const start = writer.block(withoutShared(block), undefined)
    return { StartAt: start, States: writer.take() }
  }

  #catch(caught: Caught | undefined, next: string | undefined): JsonObject {
    if (caught === undefined) return {}
    return {
      Catch: [{ ErrorEquals: caught.errors, ...caught.flow, Next: this.block(caught.body, next ?? this.#end()) }],
    }
  }

  #end(): string {
    return this.#add("Pass", {}, undefined)
  }

  #part(part: Part, next: string | undefined): string {
    switch (part.kind) {
      case "pass":
        return this.#add("Pass", part.flow, next)
      case "wait":
        return this.#add("Wait", { Seconds: 3 }, next)
      case "fail":
        return this.#add("Fail", { Error: "Made.Up", Cause: "as asked" }, undefined)
      case "succeed":
        return this.#add("Succeed", { Output: "{% $states.input %}" }, undefined)
      case "task":
        return this.#add(
          "Task",
          {
            Resource: "arn:aws:states:::aws-sdk:some:action",
            Arguments: { step: ++this.#count.value, given: `{% [${part.asks}] %}` },
            ...(part.retries === 0 ? {} : { Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: part.retries }] }),
            ...this.#catch(part.caught, next),
            ...part.flow,
          },
          next,
        )
      case "choice":
        return this.#add(
          "Choice",
          {
            Choices: part.rules.map(({ condition, body, flow }) => ({
              Condition: condition,
              ...flow,
              Next: this.block(body, next ?? this.#end()),
            })),
            ...part.flow,
            Default: this.block(part.otherwise, next ?? this.#end()),
          },
          undefined,
        )
      case "all":
        return this.#add(
          "Parallel",
          {
            Branches: part.branches.map((branch) => this.#inside(branch)),
            ...this.#catch(part.caught, next),
            ...part.flow,
          },
          next,
        )
      case "each":
        return this.#add(
          "Map",
          {
            Items: part.items,
            ...(part.selector === undefined ? {} : { ItemSelector: part.selector }),
            ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...this.#inside(part.body) },
            ...this.#catch(part.caught, next),
            ...part.flow,
          },
          next,
        )
      case "loop":
        return this.#loop(part, next)
    }
  }

  /** A counter of its own bounds it. */
  #loop(part: Extract<Part, { readonly kind: "loop" }>, next: string | undefined): string {
    const counter = `i${++this.#count.value}`
    const after = next ?? this.#end()
    const test = `Choice ${++this.#count.value}`
    const early =
      part.early === undefined ? [] : [{ Condition: "{% $states.input.n = 3 %}", Next: this.block(part.early, after) }]
    const counts = { Assign: { [counter]: `{% $${counter} + 1 %}` } }
    if (part.while) {
      const body = this.block(part.body, test)
      this.#states[test] = {
        Type: "Choice",
        Choices: [...early, { Condition: `{% $${counter} < ${part.most} %}`, ...counts, Next: body }],
        Default: after,
      }
      return this.#add("Pass", { Assign: { [counter]: 0 } }, test)
    }
    const body = this.block(part.body, test)
    this.#states[test] = {
      Type: "Choice",
      Choices: [...early, { Condition: `{% $${counter} >= ${part.most} %}`, Next: after }],
      ...counts,
      Default: body,
    }
    return this.#add("Pass", { Assign: { [counter]: 0 } }, body)
  }
}

/** Inside branches the variables of outside are read and none of them assigned. */
function withoutShared(block: Block): Block {
  const text = JSON.stringify(block)
    .replaceAll('"Assign":{"a"', '"Assign":{"d"')
    .replaceAll('"Assign":{"b"', '"Assign":{"e"')
    .replaceAll('"a":', '"f":')
  return JSON.parse(text) as Block // names for names
}
