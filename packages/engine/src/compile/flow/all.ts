import type { AllNode } from "@stepwright/dsl"

import type { Json } from "../../asl/json.ts"
import { quote } from "../expression/quote.ts"
import { reportFailures } from "../saga/branch-report.ts"
import { leaveSection, reporting, sectionSaga, valuesOf } from "../saga/section.ts"
import type { Saga } from "../saga/saga.ts"
import type { Way } from "./draft.ts"
import { finish } from "./finish.ts"
import { Level } from "./level.ts"
import { addState, expression, insideOf, type Place } from "./place.ts"
import { protect } from "./protect.ts"
import { fieldKey } from "./read.ts"

/** Branches at once: a Parallel. */
export function lowerAll(place: Place, node: AllNode, ways: readonly Way[]): readonly Way[] {
  const { plan, level } = place
  const { id, name, at } = node
  const draft = addState(place, ways, "Parallel", { name, role: "control", at })
  const section = sectionSaga(place, node)
  const sagas: Saga[] = []
  const boxed = node.branches.map((_, index) => node.gather === "record" && branchShape(node, index)?.optional === true)
  for (const [index, branch] of node.branches.entries()) {
    const inner = new Level({ level, draft, kind: "branch" }, boxed[index] === true ? "boxed" : "plain")
    draft.levels.push(inner)
    const saga = section === undefined ? undefined : reporting(inner)
    if (saga !== undefined) sagas.push(saga)
    const inside = insideOf(place, inner, [name, branch.name], saga)
    const open = place.lowerBlock(inside, branch.body, [inner.start])
    finish(inside, open, { result: branch.body.result, name: branch.name, at })
    if (saga !== undefined) plan.reports.push(() => reportFailures(inside, saga, branch.name))
  }
  if (section !== undefined) return [reported(place, node, leaveSection(place, section, node, sagas, draft))]
  const next = draft.way("next")
  protect(place, draft, next, name)
  plan.shapes.set(`step:${id}`, node.shape)
  next.local.set(`step:${id}`, () => gatheredText(node, boxed))
  alone(next, node, (index) => branchText(index, boxed))
  plan.declare(`step:${id}`, {
    name,
    level,
    assign: (variable) => {
      next.assign[variable] = gathered(node, boxed)
    },
  })
  return [next]
}

/** After a section: the branches' values stand in their reports. */
function reported(place: Place, node: AllNode, { way, journal }: ReturnType<typeof leaveSection>): Way {
  const { id, name, gather, branches } = node
  const text =
    gather === "tuple"
      ? valuesOf(journal)
      : `{${branches.map((branch, index) => `${quote(branch.name)}: ${journal}[${index}].value`).join(", ")}}`
  place.plan.shapes.set(`step:${id}`, node.shape)
  way.local.set(`step:${id}`, () => text)
  alone(way, node, (index) => `${journal}[${index}].value`)
  place.plan.declare(`step:${id}`, {
    name,
    level: place.level,
    assign: (variable) => {
      way.assign[variable] = expression(text)
    },
  })
  return way
}

/** One branch's result can be read without gathering all. */
function alone(way: Way, { id, gather, branches }: AllNode, text: (index: number) => string): void {
  if (gather === "tuple") return
  for (const [index, { name }] of branches.entries()) way.local.set(fieldKey(`step:${id}`, name), () => text(index))
}

function branchShape(node: AllNode, index: number) {
  return node.shape.fields?.[node.branches[index]?.name ?? ""]
}

function branchText(index: number, boxed: readonly boolean[]): string {
  return `$states.result[${index}]${boxed[index] === true ? ".value" : ""}`
}

function gatheredText({ gather, branches }: AllNode, boxed: readonly boolean[]): string {
  if (gather === "tuple") return "$states.result"
  return `{${branches.map(({ name }, index) => `${quote(name)}: ${branchText(index, boxed)}`).join(", ")}}`
}

function gathered(node: AllNode, boxed: readonly boolean[]): Json {
  if (node.gather === "tuple" || boxed.includes(true)) return expression(gatheredText(node, boxed))
  return Object.fromEntries(node.branches.map(({ name }, index) => [name, expression(branchText(index, boxed))]))
}
