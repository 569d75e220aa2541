import type { AttemptNode } from "@stepwright/dsl"

import { journalOf } from "../saga/journal.ts"
import type { Attempting } from "./attempting.ts"
import type { Way } from "./draft.ts"
import { bring, type Brought, carrying } from "./outcome.ts"
import { expression, type Place } from "./place.ts"

/** A body whose failures are handled by name: catchers on each Task, Map and Parallel of it. */
export function lowerAttempt(place: Place, node: AttemptNode, ways: readonly Way[]): readonly Way[] {
  const { plan, level } = place
  const { id, name, at, shape } = node
  const attempting: Attempting = {
    kind: "attempt",
    id,
    handlers: node.handlers.map(({ errors }) => ({ errors, entries: [] })),
  }
  const journal = journalOf(place, node)
  const inside: Place = {
    ...place,
    path: [...place.path, name],
    conditional: true,
    journal,
    attempts: [attempting, ...place.attempts],
  }
  const { result } = node.body
  const body = carrying(inside, place.lowerBlock(inside, node.body, ways), result, node)
  const outcomes: Brought[] = [result === undefined ? { ways: body, result } : { ways: body, result, carried: true }]
  plan.declare(`error:${id}`, {
    name: `${name} error`,
    level,
    assign: (variable) => {
      for (const { entries } of attempting.handlers)
        for (const { way, error } of entries) way.assign[variable] = expression(error())
    },
  })
  const handling: Place = { ...place, path: [...place.path, `${name}~catch`], conditional: true, journal }
  for (const [index, handler] of node.handlers.entries()) {
    const entries = attempting.handlers[index]?.entries ?? []
    if (entries.length === 0) continue // nothing in the body fails like that
    const handled = place.lowerBlock(
      handling,
      handler.body,
      entries.map(({ way }) => way),
    )
    outcomes.push({ ways: handled, result: handler.body.result })
  }
  return bring(place, { key: `step:${id}`, name, shape, at }, outcomes)
}
