import { InvariantError } from "../../errors.ts"
import type { Expression, RepeatNode } from "@stepwright/dsl"

import { lowerCondition, type Lowered, lowerExpression } from "../expression/index.ts"
import type { Draft, Way } from "./draft.ts"
import { carriers, evaluationWay } from "./evaluate.ts"
import { lowerFail } from "./fail.ts"
import { journalOf } from "../saga/journal.ts"
import { assigned, isSound } from "./outcome.ts"
import { catchingAt, enter, expression, makeState, type Place } from "./place.ts"
import type { Variable } from "./plan-builder.ts"
import { inState, onWay, read, resolver } from "./read.ts"

/** What a repeat keeps while it runs. */
interface Loop {
  readonly node: RepeatNode
  readonly carried: Variable
  /** The variable that counts the passes made. */
  readonly count: string
}

/**
 * Passes over a body, at most `max`. A Choice after each pass decides whether there is another one. Where `while` is
 * asked before the first pass, that is the same Choice, unless `until` is asked after each pass as well.
 */
export function lowerRepeat(place: Place, node: RepeatNode, ways: readonly Way[]): readonly Way[] {
  const { plan, level } = place
  const { id, name } = node
  const journal = journalOf(place, node)
  const count = plan.declare(`pass:${id}`, { name: "pass", level, assign: () => undefined })
  const carried = plan.declare(`carried:${id}`, {
    name,
    level,
    boxed: node.shape.optional === true,
    assign: () => undefined,
  })
  plan.variables.set(`step:${id}`, carried)
  for (const key of [`carried:${id}`, `step:${id}`]) plan.shapes.set(key, node.shape)
  const loop: Loop = { node, carried, count: count.name }
  const entries = begin(place, loop, ways)
  const inside: Place = {
    ...place,
    path: [...place.path, name, { reads: `pass:${id}`, before: "#", text: (pass) => pass, after: "", longest: 12 }],
    journal,
    conditional: true,
  }
  const after = decision(place, loop)
  const head = node.while !== undefined && node.until === undefined
  if (head) {
    const open = passes(inside, loop, [after.again])
    lead(place, [...entries, ...open], after.drafts)
    return settle(place, loop, after)
  }
  const asked = node.while === undefined ? undefined : firstTest(place, node, node.while, entries)
  const open = passes(inside, loop, [...(asked === undefined ? entries : [asked.again]), after.again])
  const skipped = asked === undefined ? [] : [asked.done]
  if (open.length === 0) return skipped
  lead(place, open, after.drafts)
  return [...skipped, ...settle(place, loop, after)]
}

/** Nothing passed yet; the carried value is the initial one. */
function begin(place: Place, { node, carried, count }: Loop, ways: readonly Way[]): readonly Way[] {
  const { initial, id, name, at } = node
  const able = carriers(place, ways, (way) => initial === undefined || isSound(initial, place, way), {
    name: `${name} start`,
    at,
  })
  for (const way of able) {
    way.assign[count] = 0
    way.local.set(`pass:${id}`, () => "0")
    const text = carry(place, way, node, carried, initial)
    // Only here: on the ways out of a pass the value of that pass is still to be read.
    for (const key of [`carried:${id}`, `step:${id}`]) way.local.set(key, () => text)
  }
  return able
}

function carry(place: Place, way: Way, node: RepeatNode, carried: Variable, value: Expression | undefined): string {
  const text = value === undefined ? "null" : lowerExpression(value, resolver(place.plan, onWay(place.level, way))).text
  way.assign[carried.name] =
    value === undefined ? (carried.boxed ? {} : null) : assigned(place, way, value, carried.boxed)
  return text
}

/** The body; each way out of it counts the pass and carries its value. */
function passes(inside: Place, { node, carried, count }: Loop, entries: readonly Way[]): readonly Way[] {
  const { result } = node.body
  const open = inside.lowerBlock(inside, node.body, entries)
  const able = carriers(inside, open, (way) => result === undefined || isSound(result, inside, way), {
    name: `${node.name} pass`,
    at: node.at,
  })
  for (const way of able) {
    if (result !== undefined) carry(inside, way, node, carried, result)
    // A body without a state leaves on the way on which the loop begins: the count is only being assigned there.
    const passed = read(inside.plan, onWay(inside.level, way), `pass:${node.id}`)
    way.assign[count] = passed === "0" ? 1 : expression(`${passed} + 1`)
  }
  return able
}

interface Decision {
  /** In the order in which they are entered. */
  readonly drafts: readonly Draft[]
  readonly again: Way
  readonly done: readonly Way[]
  /** Taken where the passes are used up and the condition asks for more. */
  readonly exhausted: Way | undefined
}

function decision(place: Place, { node, count }: Loop): Decision {
  const { plan, level } = place
  const resolve = resolver(plan, inState(level, false))
  const asks = node.while === undefined ? undefined : lowerCondition(node.while, resolve)
  const stops = node.until === undefined ? undefined : lowerCondition(node.until, resolve)
  if (node.max === undefined) return unbounded(place, node, asks, stops)
  const more = `$${count} < ${node.max}`
  const fails = node.exhausted === "fail"
  const texts = [
    ...(stops === undefined ? [] : [stops.text]),
    asks === undefined ? more : `${more} and ${asks.text}`,
    ...(fails && asks !== undefined ? [asks.text] : []),
  ]
  const total = (asks?.total ?? true) && (stops?.total ?? true)
  const made = testing(place, node, texts, total)
  const rules = [...made.rules]
  const stopped = stops === undefined ? [] : rules.splice(0, 1)
  const [again, exhausted] = rules
  if (again === undefined) throw new InvariantError("a repeat tests whether there is another pass")
  const usedUp = fails && asks === undefined && stops !== undefined ? made.otherwise : exhausted
  return {
    drafts: made.drafts,
    again,
    exhausted: usedUp,
    done: usedUp === made.otherwise ? stopped : [...stopped, made.otherwise],
  }
}

/** There is another pass where the condition asks for one, whatever their number. */
function unbounded(place: Place, node: RepeatNode, asks: Lowered | undefined, stops: Lowered | undefined): Decision {
  const asked = [stops, asks].filter((condition) => condition !== undefined)
  const texts = asked.map(({ text }) => text)
  const { drafts, rules, otherwise } = testing(
    place,
    node,
    texts,
    asked.every(({ total }) => total),
  )
  const stopped = stops === undefined ? [] : rules.slice(0, 1)
  const again = rules[stopped.length] ?? otherwise
  return { drafts, again, done: again === otherwise ? stopped : [...stopped, otherwise], exhausted: undefined }
}

/** A Choice that nothing leads to yet; before it, where a condition may fail uncaught, a state that evaluates them. */
function testing(place: Place, { name, at }: RepeatNode, texts: readonly string[], total: boolean) {
  const drafts: Draft[] = []
  let conditions = texts
  if (!total && catchingAt(place) !== undefined) {
    const variable = place.plan.variableNames.take("chosen")
    const evaluating = makeState(place, "Map", {
      name: `${name} condition`,
      role: "control",
      at,
      fields: { Items: expression("[]") },
    })
    const way = evaluationWay(place, evaluating, { name: `${name} condition`, at })
    way.assign[variable] = expression(`${texts.map((text, index) => `${text} ? ${index} : `).join("")}${-1}`)
    conditions = texts.map((_, index) => `$${variable} = ${index}`)
    drafts.push(evaluating)
  }
  const draft = makeState(place, "Choice", { name, role: "control", at })
  drafts.push(draft)
  return {
    drafts,
    rules: conditions.map((text) => draft.way("rule", { Condition: expression(text) })),
    otherwise: draft.way("default"),
  }
}

/** The test before the first pass of a repeat that has another one after each. */
function firstTest(place: Place, node: RepeatNode, condition: Expression, entries: readonly Way[]) {
  const lowered = lowerCondition(condition, resolver(place.plan, inState(place.level, false)))
  const made = testing(place, node, [lowered.text], lowered.total)
  lead(place, entries, made.drafts)
  const [again] = made.rules
  if (again === undefined) throw new InvariantError("one condition makes one rule")
  return { again, done: made.otherwise }
}

function lead(place: Place, ways: readonly Way[], drafts: readonly Draft[]): void {
  let from = ways
  for (const draft of drafts) {
    enter(place, from, draft)
    from = draft.ways.filter((way) => way.kind === "next")
  }
}

function settle(place: Place, { node }: Loop, { done, exhausted }: Decision): readonly Way[] {
  if (exhausted === undefined) return done
  const { name, at, max } = node
  lowerFail(
    place,
    {
      kind: "fail",
      id: `${node.id}x`,
      name: `${name} exhausted`,
      at,
      error: { kind: "literal", value: "Stepwright.RepeatExhausted" },
      cause: { kind: "literal", value: `'${name}' was still not done after ${max ?? 0} passes.` },
    },
    [exhausted],
  )
  return done
}
