import { isJsonObject, type Json, type JsonObject } from "../../asl/json.ts"

/** Where a state leads: one edge for each transition, in the order in which they are tried. */
export interface Graph {
  readonly start: string
  /** The states that the start leads to, each after all that lead to it forwards. */
  readonly order: readonly string[]
  readonly successors: ReadonlyMap<string, readonly string[]>
  /** The states of which every way from the start leads through this one first, by their nearest one; not for the start. */
  readonly dominator: ReadonlyMap<string, string>
}

/** The graph of a level's transitions. */
export function graphOf(start: string, states: JsonObject): Graph {
  const successors = new Map<string, readonly string[]>()
  const order: string[] = []
  const visit = (name: string): void => {
    const state = states[name]
    if (successors.has(name) || !isJsonObject(state)) return
    const targets = successorsOf(state)
    successors.set(name, targets)
    for (const target of targets.toReversed()) visit(target)
    order.unshift(name)
  }
  visit(start)
  return { start, order, successors, dominator: dominators(start, order, successors) }
}

/** Where a state leads. A Choice's default and a step's Next come before what handles its errors. */
function successorsOf({ Next, Default, Choices, Catch }: JsonObject): readonly string[] {
  const of = (list: Json | undefined): readonly (Json | undefined)[] =>
    Array.isArray(list) ? (list as readonly Json[]).map((one) => (isJsonObject(one) ? one.Next : undefined)) : [] // isArray does not narrow
  return [Next, ...of(Choices), Default, ...of(Catch)].filter((target) => typeof target === "string")
}

/** Cooper, Harvey and Kennedy: A Simple, Fast Dominance Algorithm. */
function dominators(
  start: string,
  order: readonly string[],
  successors: Graph["successors"],
): ReadonlyMap<string, string> {
  const rank = new Map(order.map((name, at) => [name, at]))
  const before = predecessorsOf(order, successors)
  const found = new Map([[start, start]])
  const meet = (left: string, right: string): string => {
    let [one, other] = [left, right]
    while (one !== other) {
      if ((rank.get(one) ?? 0) > (rank.get(other) ?? 0)) one = found.get(one) ?? start
      else other = found.get(other) ?? start
    }
    return one
  }
  for (let changed = true; changed;) {
    changed = false
    for (const name of order.slice(1)) {
      const known = (before.get(name) ?? []).filter((from) => found.has(from))
      const nearest = known.reduce((left, right) => meet(left, right))
      if (found.get(name) === nearest) continue
      found.set(name, nearest)
      changed = true
    }
  }
  found.delete(start)
  return found
}

/** The states that lead to each, once for every transition. */
export function predecessorsOf(
  order: readonly string[],
  successors: Graph["successors"],
): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, string[]>()
  for (const name of order)
    for (const target of successors.get(name) ?? []) before.set(target, [...(before.get(target) ?? []), name])
  return before
}

/** Whether every way to a state leads through another, or is it. */
export function dominates({ dominator }: Graph, name: string, other: string): boolean {
  for (let at: string | undefined = other; at !== undefined; at = dominator.get(at)) if (at === name) return true
  return false
}
