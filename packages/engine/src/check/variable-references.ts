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
  const { sites } = parseStructure(text)
  const found = new Map<string, Set<string>>()
  const locations = [...statesOf(JSON.parse(text) as JsonObject, "")] // it is valid
  for (const site of sites) {
    const names = variablesOf(site).filter((name) => isVisible(site.variables, name))
    const state = names.length === 0 ? undefined : holder(locations, site.location)
    if (state === undefined) continue
    const known = found.get(state) ?? new Set()
    found.set(state, known)
    for (const name of names) known.add(name)
  }
  return Object.fromEntries([...found].map(([state, names]) => [state, [...names]]))
}

interface Located {
  readonly name: string
  readonly location: string
}

/** All states, those of a level before those inside of them. */
function* statesOf(level: JsonObject, location: string): Iterable<Located> {
  if (!isJsonObject(level.States)) return
  for (const [name, state] of Object.entries(level.States)) {
    const at = memberOf(`${location}/States`, name)
    yield { name, location: at }
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
function holder(locations: readonly Located[], location: string): string | undefined {
  return locations.findLast((state) => location.startsWith(`${state.location}/`))?.name
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
