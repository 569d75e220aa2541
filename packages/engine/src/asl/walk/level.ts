import { quotas } from "../quotas.ts"
import { isJsonObject, type Json, type JsonObject } from "../json.ts"
import { memberOf } from "../location.ts"
import { assignedNames } from "./assigned-names.ts"
import { type Check, checkFields, type Fields } from "./fields.ts"
import { integer, oneOf, text } from "./scalar.ts"
import { checkState } from "./state.ts"
import { queryLanguage } from "./state-fields.ts"
import { target } from "./target.ts"
import { type OpenLevel, refuse, type Walk } from "./walk.ts"

const states: Check = (value, location, walk) => {
  if (!isJsonObject(value)) return refuse(walk, location, "Expected value of type [OBJECT]")
  if (Object.keys(value).length === 0) refuse(walk, location, "Value cannot be empty")
  for (const [name, state] of Object.entries(value)) checkState(name, state, location, walk)
}

const level: Fields = {
  Comment: { check: text },
  StartAt: { check: target, required: true },
  States: { check: states, required: true },
}

const processorConfig: Check = (value, location, walk) => {
  if (!isJsonObject(value)) return refuse(walk, location, "Expected value of type [OBJECT]")
  const distributed = value.Mode === "DISTRIBUTED"
  const executionType = { check: oneOf("STANDARD", "EXPRESS"), required: true }
  const fields: Fields = { Mode: { check: oneOf("INLINE", "DISTRIBUTED") } }
  checkFields(value, distributed ? { ...fields, ExecutionType: executionType } : fields, location, walk)
}

const fields: Readonly<Record<OpenLevel["kind"], Fields>> = {
  machine: {
    ...level,
    Version: { check: oneOf("1.0") },
    TimeoutSeconds: { check: integer({ min: 0, max: quotas.seconds.aws }) },
    QueryLanguage: { check: queryLanguage },
  },
  branch: level,
  processor: { ...level, ProcessorConfig: { check: processorConfig } },
}

/** Looks at a start state and the states that can be reached from it. */
export function checkLevel({ kind, value, location, walk: around, outer }: OpenLevel): void {
  const given = isJsonObject(value.States) ? value.States : {}
  const walk: Walk = {
    ...around,
    language: around.machine,
    mixed: false,
    siblings: new Set(Object.keys(given)),
    variables: { names: assignedNames(given, around.machine), outer },
  }
  checkFields(value, fields[kind], location, walk)
  if (walk.siblings.size === 0) return
  if (kind === "machine" && !Object.values(given).some((state) => isJsonObject(state) && isTerminal(state))) {
    walk.findings.diagnostics.add({
      severity: "ERROR",
      code: "MISSING_END_STATE",
      message: "Workflow has no terminal state",
    })
  } else checkReachable(value.StartAt, given, location, walk)
}

function isTerminal(state: JsonObject): boolean {
  return state.Type === "Succeed" || state.Type === "Fail" || state.End === true
}

function checkReachable(startAt: Json | undefined, states: JsonObject, location: string, walk: Walk): void {
  const reached = new Set<Json | undefined>()
  const open: (Json | undefined)[] = [startAt]
  while (open.length > 0) {
    const name = open.pop()
    if (typeof name !== "string" || reached.has(name) || !Object.hasOwn(states, name)) continue
    reached.add(name)
    open.push(...targetsOf(states[name]))
  }
  for (const name of walk.siblings) {
    if (reached.has(name)) continue
    const message = `State "${name}" is not reachable.`
    refuse(walk, memberOf(`${location}/States`, name), message, "MISSING_TRANSITION_TARGET")
  }
}

function targetsOf(state: Json | undefined): readonly (Json | undefined)[] {
  if (!isJsonObject(state)) return []
  const lists = [state.Choices, state.Catch].flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]) : []))
  return [state.Next, state.Default, ...lists.map((item) => (isJsonObject(item) ? item.Next : undefined))]
}
