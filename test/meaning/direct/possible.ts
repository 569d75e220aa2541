import type { WorkflowTree } from "@stepwright/dsl"

import { type Ended, interpret, type Start } from "./interpret.ts"

/** More than so many orders of failures are not looked at. */
const most = 64

/**
 * Everything that a workflow may come to: where several branches fail at once, each of them may be the first.
 * @returns undefined where there are too many ways
 */
export function possible(tree: WorkflowTree, start: Omit<Start, "decide">): readonly Ended[] | undefined {
  const found: Ended[] = []
  const open: (readonly number[])[] = [[]]
  for (let decided = open.pop(); decided !== undefined; decided = open.pop()) {
    if (found.length >= most) return undefined
    let asked = 0
    const before: readonly number[] = decided
    const made: number[] = []
    const decide = (count: number): number => {
      const choice = before[asked] ?? 0
      if (asked >= before.length) for (let other = 1; other < count; other++) open.push([...made, other])
      made.push(choice)
      asked++
      return choice
    }
    found.push(interpret(tree, { ...start, decide }))
  }
  return found
}
