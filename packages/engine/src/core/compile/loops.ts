import type { StateDefinition, StateMap } from "../../asl/document.ts"

/** The states of a level that can be entered more than once on one line of control. */
export function reachesItself(level: StateMap): ReadonlySet<string> {
  const looping = new Set<string>()
  for (const name of Object.keys(level.States)) if (reaches(level, name)) looping.add(name)
  return looping
}

function reaches(level: StateMap, goal: string): boolean {
  const seen = new Set<string>()
  const open = [...following(level.States[goal])]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === goal) return true
    if (seen.has(name)) continue
    seen.add(name)
    open.push(...following(level.States[name]))
  }
  return false
}

function following(state: StateDefinition | undefined): readonly string[] {
  if (state === undefined) return []
  const names: (string | undefined)[] = "Next" in state ? [state.Next] : []
  if (state.Type === "Choice") names.push(state.Default, ...state.Choices.map((rule) => rule.Next))
  if ("Catch" in state && state.Catch !== undefined) names.push(...state.Catch.map((catcher) => catcher.Next))
  return names.filter((name) => name !== undefined)
}
