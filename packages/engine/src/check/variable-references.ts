import { isJsonObject, type Json, type JsonObject } from "../asl/json.ts"
import { memberOf } from "../asl/location.ts"
import { parseStructure } from "../asl/parse-definition.ts"
import type { ExpressionSite } from "../asl/site.ts"
import { isVisible } from "../asl/variable-scope.ts"
import { compileProgram } from "../query/jsonata/program.ts"
import { parsePath } from "../query/jsonpath/parse-path.ts"
import { pathsIn } from "./check-site.ts"
import { jsonataReferences } from "./jsonata-references.ts"

/**
 * The variables that each state refers to, by its name, in the order in which they are read; states that refer to none are
 * left out. (AWS: DescribeStateMachine, `variableReferences`)
 * @param text - A definition that is valid.
 */
export function variableReferences(text: string): Readonly<Record<string, readonly string[]>> {
  const { definition, sites } = parseStructure(text)
  const found = new Map<string, Set<string>>()
  const states = new Map(definition === undefined ? [] : statesOf(definition as unknown as JsonObject, "")) // it was JSON
  for (const site of sites) {
    const names = variablesOf(site).filter((name) => isVisible(site.variables, name))
    const state = names.length === 0 ? undefined : holder(states, site.location)
    if (state === undefined) continue
    const known = found.get(state) ?? new Set()
    found.set(state, known)
    for (const name of names) known.add(name)
  }
  return Object.fromEntries([...found].map(([state, names]) => [state, [...names]]))
}

/** All states: their names by their locations. */
function* statesOf(level: JsonObject, location: string): Iterable<readonly [location: string, name: string]> {
  if (!isJsonObject(level.States)) return
  for (const [name, state] of Object.entries(level.States)) {
    const at = memberOf(`${location}/States`, name)
    yield [at, name]
    if (!isJsonObject(state)) continue
    const { Branches, ItemProcessor, Iterator } = state
    const branches = Array.isArray(Branches) ? (Branches as readonly Json[]) : []
    for (const [index, branch] of branches.entries()) {
      if (isJsonObject(branch)) yield* statesOf(branch, `${at}/Branches[${index}]`)
    }
    if (isJsonObject(ItemProcessor)) yield* statesOf(ItemProcessor, `${at}/ItemProcessor`)
    if (isJsonObject(Iterator)) yield* statesOf(Iterator, `${at}/Iterator`)
  }
}

/** The innermost state around a location. */
function holder(states: ReadonlyMap<string, string>, location: string): string | undefined {
  for (let end = location.lastIndexOf("/"); end > 0; end = location.lastIndexOf("/", end - 1)) {
    const name = states.get(location.slice(0, end))
    if (name !== undefined) return name
  }
  return undefined
}

function variablesOf(site: ExpressionSite): readonly string[] {
  if (site.kind === "jsonata") {
    const { variables, functions } = jsonataReferences(compileProgram(site.text).ast)
    return [...variables, ...functions]
  }
  return pathsIn(site).flatMap((path) => {
    const { root } = parsePath(path)
    return typeof root === "string" ? [] : [root.variable]
  })
}
