import { Unstructured } from "../unstructured.ts"
import { dominates, type Graph, predecessorsOf } from "./graph.ts"

/** A loop: all ways round lead through its head. */
export interface Loop {
  readonly head: string
  /** The states from which the head is reached again. */
  readonly members: ReadonlySet<string>
}

/**
 * The loops of a graph, by their heads.
 * @throws {Unstructured} for one that is entered in two places.
 */
export function loopsOf(graph: Graph): ReadonlyMap<string, Loop> {
  const rank = new Map(graph.order.map((name, at) => [name, at]))
  const before = predecessorsOf(graph.order, graph.successors)
  const members = new Map<string, Set<string>>()
  for (const from of graph.order) {
    for (const head of graph.successors.get(from) ?? []) {
      if ((rank.get(head) ?? 0) > (rank.get(from) ?? 0)) continue
      if (!dominates(graph, head, from))
        throw new Unstructured("FLOW", `The loop through '${head}' has two ways in.`, head)
      const inside = members.get(head) ?? new Set([head])
      members.set(head, inside)
      gather(from, inside, before)
    }
  }
  return new Map([...members].map(([head, inside]) => [head, { head, members: inside }]))
}

function gather(from: string, inside: Set<string>, before: ReadonlyMap<string, readonly string[]>): void {
  const open = [from]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (inside.has(name)) continue
    inside.add(name)
    open.push(...(before.get(name) ?? []))
  }
}
