import type { EachNode } from "@stepwright/dsl"

import { lowerExpression, lowerItems, type Resolve } from "../expression/index.ts"
import { reportFailures } from "../saga/branch-report.ts"
import type { Saga } from "../saga/saga.ts"
import { leaveSection, reporting, sectionSaga, valuesOf } from "../saga/section.ts"
import { checkEach } from "./check-each.ts"
import { awaitAll, capturedFields } from "./children.ts"
import type { Draft, Way } from "./draft.ts"
import { finish } from "./finish.ts"
import { itemsText } from "./items-text.ts"
import { type Entry, Level, mapItem } from "./level.ts"
import { addState, expression, insideOf, type Place, positionIn } from "./place.ts"
import { protect } from "./protect.ts"
import { resolver } from "./read.ts"
import type { KeyPart } from "./root-key.ts"

/** A body for each item: a Map, inline or distributed. */
export function lowerEach(place: Place, node: EachNode, ways: readonly Way[]): readonly Way[] {
  const { name, at } = node
  const draft = addState(place, ways, "Map", { name, role: "control", at })
  const { shape } = lowerExpression(node.items, resolver(place.plan, positionIn(place, draft)))
  checkEach(place, node, shape)
  if (shape.type === "array" && shape.items !== undefined)
    place.plan.shapes.set(`item:${node.id}`, node.batch === undefined ? shape.items : shape)
  const section = sectionSaga(place, node)
  const lower = node.distributed === undefined ? inline : distributed
  const saga = lower(place, node, draft, section !== undefined)
  if (section !== undefined && saga !== undefined) {
    const { way, journal } = leaveSection(place, section, node, [saga], draft)
    keepResult(place, node, way, node.over === "array" ? valuesOf(journal) : recordOf(journal, "value"))
    return [way]
  }
  const next = draft.way("next")
  protect(place, draft, next, name)
  keepResult(place, node, next, node.over === "array" ? "$states.result" : recordOf("$states.result", "v"))
  return [next]
}

function inline(place: Place, node: EachNode, draft: Draft, reports: boolean): Saga | undefined {
  const { level } = place
  const inner = new Level({ level, draft, kind: "items" }, outcomeOf(node))
  const saga = reports ? reporting(inner) : undefined
  draft.levels.push(inner)
  Object.assign(draft.fields, {
    Items: itemsOf(node, resolver(place.plan, positionIn(place, draft))),
    ...(node.concurrency === undefined ? {} : { MaxConcurrency: node.concurrency }),
  })
  draft.processorConfig = { Mode: "INLINE" }
  const value = node.over === "object" ? ".v" : ""
  const texts = {
    item: { here: `$states.input${value}`, inBranch: `${mapItem}.Value${value}` },
    index: { here: `${mapItem}.Index`, inBranch: `${mapItem}.Index` },
    key: { here: "$states.input.k", inBranch: `${mapItem}.Value.k` },
  }
  body(place, node, inner, texts, saga)
  return saga
}

/**
 * Each child is an execution of its own, which sees no variable: what it captures travels in its input. A batch is one
 * child; its index is that of its first item.
 */
function distributed(place: Place, node: EachNode, draft: Draft, reports: boolean): Saga | undefined {
  const { plan, level } = place
  const { distributed: mode, batch, concurrency, tolerate } = node
  if (mode === undefined) return undefined
  const resolve = resolver(plan, positionIn(place, draft))
  const batched = batch !== undefined && node.over === "array"
  const world = new Level({ level, draft, kind: "distributed" }, outcomeOf(node))
  const saga = reports ? reporting(world) : undefined
  draft.levels.push(world)
  draft.processorConfig = { Mode: "DISTRIBUTED", ExecutionType: mode.execution }
  Object.assign(draft.fields, {
    ...(mode.label === undefined ? {} : { Label: mode.label }),
    Items: batched ? numberedItems(node, resolve) : itemsOf(node, resolve),
    ...(concurrency === undefined ? {} : { MaxConcurrency: concurrency }),
    ...(tolerate?.count === undefined || reports ? {} : { ToleratedFailureCount: tolerate.count }),
    ...(tolerate?.percentage === undefined || reports ? {} : { ToleratedFailurePercentage: tolerate.percentage }),
  })
  if (reports) awaitAll(draft)
  const express: Place = { ...place, express: place.express || mode.execution === "EXPRESS" }
  if (!batched) {
    const value = node.over === "object" ? ".v" : ""
    const texts = { item: inChild(`item${value}`), index: inChild("index"), key: inChild("item.k") }
    body(express, node, world, texts, saga)
    draft.fields.ItemSelector = {
      item: expression(`${mapItem}.Value`),
      index: expression(`${mapItem}.Index`),
      ...capturedFields(world),
    }
    return saga
  }
  world.capturedIn = ".BatchInput"
  const items = "$append([], $map($states.input.Items, function($v) { $v.item })[])"
  const again = items.replace("$states.input", "$states.context.Execution.Input")
  const first = "$states.context.Execution.Input.Items[0].index"
  const texts = {
    item: { here: items, inBranch: again, inItems: again },
    index: { here: "$states.input.Items[0].index", inBranch: first, inItems: first },
    key: { here: first, inBranch: first, inItems: first },
  }
  body(express, node, world, texts, saga)
  const captured = capturedFields(world)
  draft.fields.ItemBatcher = {
    ...(batch.items === undefined ? {} : { MaxItemsPerBatch: batch.items }),
    ...(batch.bytes === undefined ? {} : { MaxInputBytesPerBatch: batch.bytes }),
    ...(Object.keys(captured).length === 0 ? {} : { BatchInput: captured }),
  }
  return saga
}

type ItemTexts = Pick<Entry, "here"> & Partial<Pick<Entry, "inBranch" | "inItems">>

function inChild(path: string): ItemTexts {
  const text = `$states.context.Execution.Input.${path}`
  return { here: `$states.input.${path}`, inBranch: text, inItems: text }
}

function body(
  place: Place,
  node: EachNode,
  inner: Level,
  texts: Readonly<Record<"item" | "index" | "key", ItemTexts>>,
  saga?: Saga,
): void {
  const { plan } = place
  const { id, name, at } = node
  for (const part of ["item", "index", "key"] as const) {
    const { here, inBranch, inItems } = texts[part]
    inner.entries.set(`${part}:${id}`, {
      variable: plan.variableNames.take(part),
      here,
      inBranch,
      inItems,
      boxed: false,
    })
  }
  const inside = insideOf(place, inner, [name, keyPart(node)], saga)
  const open = place.lowerBlock(inside, node.body, [inner.start])
  finish(inside, open, { result: node.body.result, name, at })
  if (saga !== undefined) plan.reports.push(() => reportFailures(inside, saga, name))
}

function keyPart({ id, over }: EachNode): KeyPart {
  if (over === "array") return { reads: `index:${id}`, before: "[", text: (index) => index, after: "]", longest: 12 }
  // A doubled brace, so that no key of one object can spell the path of another.
  return {
    reads: `key:${id}`,
    before: "{",
    text: (key) => `$replace(${key}, '}', '}}')`,
    after: "}",
    longest: Infinity,
  }
}

function outcomeOf({ over, id }: EachNode): Level["outcome"] {
  return over === "object" ? { keyed: `key:${id}` } : "plain"
}

function itemsOf(node: EachNode, resolve: Resolve): string {
  if (node.over === "object") return expression(itemsText(node, resolve))
  const { bare, text } = lowerItems(node.items, resolve)
  return expression(bare ?? text)
}

function numberedItems({ items }: EachNode, resolve: Resolve): string {
  return expression(`[$map(${lowerItems(items, resolve).text}, function($v, $i) { {'item': $v, 'index': $i} })]`)
}

function keepResult(place: Place, node: EachNode, next: Way, text: string): void {
  const { plan, level } = place
  const { id, name, shape } = node
  plan.shapes.set(`step:${id}`, shape)
  next.local.set(`step:${id}`, () => text)
  plan.declare(`step:${id}`, {
    name,
    level,
    assign: (variable) => {
      next.assign[variable] = expression(text)
    },
  })
}

/** An object's items answer pairs. */
function recordOf(pairs: string, value: "v" | "value"): string {
  return `$merge([$map(${pairs}, function($r) { {$r.k: $r.${value}} })])`
}
