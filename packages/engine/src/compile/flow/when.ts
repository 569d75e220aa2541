import type { Block, Expression, MatchNode, Node, WhenNode } from "@stepwright/dsl"

import { journalOf } from "../saga/journal.ts"
import { choose } from "./choose.ts"
import type { Way } from "./draft.ts"
import { bring, type Brought } from "./outcome.ts"
import type { Place } from "./place.ts"

/** The first branch whose condition holds: a Choice. */
export function lowerWhen(place: Place, node: WhenNode, ways: readonly Way[]): readonly Way[] {
  return lowerBranches(place, node, ways, node.branches)
}

/** The case that equals the value: a Choice. */
export function lowerMatch(place: Place, node: MatchNode, ways: readonly Way[]): readonly Way[] {
  const branches = node.cases.map(({ equals, body }) => ({ condition: equalTo(node.value, equals), body }))
  return lowerBranches(place, node, ways, branches)
}

function equalTo(value: Expression, constant: string | number | boolean): Expression {
  return { kind: "call", fn: "eq", args: [value, { kind: "literal", value: constant }], shape: { type: "boolean" } }
}

type Branching = Extract<Node, { kind: "when" | "match" }>

function lowerBranches(
  place: Place,
  node: Branching,
  ways: readonly Way[],
  branches: readonly { readonly condition: Expression; readonly body: Block }[],
): readonly Way[] {
  const { name, at, shape } = node
  const { rules, otherwise } = choose(place, ways, { name, at, conditions: branches.map(({ condition }) => condition) })
  const inside: Place = { ...place, path: [...place.path, name], conditional: true, journal: journalOf(place, node) }
  const outcomes: Brought[] = []
  for (const [index, way] of [...rules, otherwise].entries()) {
    const body = index < branches.length ? branches[index]?.body : node.otherwise
    if (body === undefined) outcomes.push({ ways: [way], result: undefined })
    else outcomes.push({ ways: place.lowerBlock(inside, body, [way]), result: body.result })
  }
  return bring(place, { key: `step:${node.id}`, name, shape, at }, outcomes)
}
