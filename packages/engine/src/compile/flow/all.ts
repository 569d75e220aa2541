import type { AllNode } from "@stepwright/dsl"

import type { Json } from "../../asl/json.ts"
import { quote } from "../expression/quote.ts"
import type { Way } from "./draft.ts"
import { finish } from "./finish.ts"
import { Level } from "./level.ts"
import { addState, expression, insideOf, type Place } from "./place.ts"
import { protect } from "./protect.ts"

/** Branches at once: a Parallel. */
export function lowerAll(place: Place, node: AllNode, ways: readonly Way[]): readonly Way[] {
  const { plan, level } = place
  const { id, name, at } = node
  const draft = addState(place, ways, "Parallel", { name, role: "control", at })
  const boxed = node.branches.map((_, index) => node.gather === "record" && branchShape(node, index)?.optional === true)
  for (const [index, branch] of node.branches.entries()) {
    const inner = new Level({ level, draft, kind: "branch" }, boxed[index] === true ? "boxed" : "plain")
    draft.levels.push(inner)
    const inside = insideOf(place, inner, [name, branch.name])
    const open = place.lowerBlock(inside, branch.body, [inner.start])
    finish(inside, open, { result: branch.body.result, name: branch.name, at })
  }
  const next = draft.way("next")
  protect(place, draft, next, name)
  plan.shapes.set(`step:${id}`, node.shape)
  next.local.set(`step:${id}`, () => gatheredText(node, boxed))
  plan.declare(`step:${id}`, {
    name,
    level,
    assign: (variable) => {
      next.assign[variable] = gathered(node, boxed)
    },
  })
  return [next]
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
