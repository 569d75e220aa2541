import type { EachNode } from "@stepwright/dsl"

import { lowerExpression, lowerItems, type Resolve } from "../expression/index.ts"

/** JSONata of the list that an `each` goes over; over an object it is one of pairs `{ k, v }`. */
export function itemsText({ items, over }: EachNode, resolve: Resolve): string {
  if (over === "object")
    return `[$each(${lowerExpression(items, resolve).text}, function($v, $k) { {'k': $k, 'v': $v} })]`
  return lowerItems(items, resolve).text
}
