import type { StateDefinition, StateMap } from "../../asl/document.ts"

interface Visited {
  readonly name: string
  /** In order of first visit. */
  readonly index: number
  /** The earliest state still on the stack that can be reached from here. */
  low: number
  onStack: boolean
  readonly following: readonly string[]
  /** How many of them were looked at. */
  looked: number
}

/**
 * The states of a level that can be entered more than once on one line of control: those of a strongly connected
 * component with an edge inside it. One pass without recursion, whatever the size. (Tarjan 1972, Depth-first search and
 * linear graph algorithms)
 */
export function reachesItself(level: StateMap): ReadonlySet<string> {
  const looping = new Set<string>()
  const visited = new Map<string, Visited>()
  const stack: Visited[] = []
  const visit = (name: string): Visited => {
    const following = followingOf(level.States[name])
    const state = { name, index: visited.size, low: visited.size, onStack: true, following, looked: 0 }
    visited.set(name, state)
    stack.push(state)
    return state
  }
  for (const start of Object.keys(level.States)) {
    if (visited.has(start)) continue
    const path = [visit(start)]
    for (let state = path.at(-1); state !== undefined; state = path.at(-1)) {
      const next = state.following[state.looked++]
      if (next !== undefined) {
        const known = visited.get(next)
        if (known === undefined) path.push(visit(next))
        else if (known.onStack) state.low = Math.min(state.low, known.index)
        continue
      }
      path.pop()
      const before = path.at(-1)
      if (before !== undefined) before.low = Math.min(before.low, state.low)
      if (state.low === state.index) close(stack, state, looping)
    }
  }
  return looping
}

/** Takes a component off the stack: all that was visited since its first state. */
function close(stack: Visited[], first: Visited, looping: Set<string>): void {
  const alone = stack.at(-1) === first
  for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
    state.onStack = false
    if (!alone || state.following.includes(state.name)) looping.add(state.name)
    if (state === first) return
  }
}

function followingOf(state: StateDefinition | undefined): readonly string[] {
  if (state === undefined) return []
  const names: (string | undefined)[] = "Next" in state ? [state.Next] : []
  if (state.Type === "Choice") names.push(state.Default, ...state.Choices.map((rule) => rule.Next))
  if ("Catch" in state && state.Catch !== undefined) names.push(...state.Catch.map((catcher) => catcher.Next))
  return names.filter((name) => name !== undefined)
}
