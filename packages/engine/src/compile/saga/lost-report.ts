import type { EachNode } from "@stepwright/dsl"

import { quote } from "../expression/quote.ts"
import { isEmpty } from "./is-empty.ts"
import type { Saga } from "./saga.ts"

/**
 * JSONata of what stands for the report of a child execution that was lost: every step counts as attempted, with a result
 * that nobody knows. What needs more than the item to be undone is `lost`.
 * @param item - JSONata of the item, of an object's a pair `{ k, v }`.
 * @param index - JSONata of its index.
 */
export function lostText(saga: Saga, { id, over }: EachNode, item: string, index: string): string {
  const known = new Map([
    [`item:${id}`, over === "object" ? `${item}.v` : item],
    [`index:${id}`, index],
    [`key:${id}`, `${item}.k`],
  ])
  const entries = saga.undos.flatMap((undo, step) => {
    if (isEmpty(undo)) return []
    const fields = [...(saga.captured.get(step) ?? [])].flatMap(([key, name]) => {
      const text = known.get(key)
      return text === undefined ? [] : [`'${name}': ${text}`]
    })
    const is = mayBeLost(saga, step) ? "lost" : "unknown"
    return [`${quote(undo.node.id)}: {${[`'is': '${is}'`, ...fields].join(", ")}}`]
  })
  return `{${entries.join(", ")}}`
}

/** Whether a step of a child execution cannot be undone without the child's report: that reads what came before it. */
export function mayBeLost(saga: Saga, step: number): boolean {
  const undo = saga.undos[step]
  const { holder } = saga.level
  if (undo === undefined || saga.scope !== "branch" || holder?.kind !== "distributed") return false
  if (undo.kind === "journal") return true
  const own = [`step:${undo.node.id}`, `journal:${undo.node.id}`]
  const given = (key: string): boolean => own.includes(key) || /^(?:item|index|key):/.test(key)
  return [...(saga.needed.get(step) ?? [])].some((key) => !given(key))
}
