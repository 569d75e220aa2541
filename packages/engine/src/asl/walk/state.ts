import { quotas } from "../quotas.ts"
import { characterCount } from "../character-count.ts"
import type { StateType } from "../document.ts"
import { isJsonObject, type Json, type JsonObject } from "../json.ts"
import { memberOf } from "../location.ts"
import { nearest } from "../nearest.ts"
import { languageOf } from "./assigned-names.ts"
import { checkFields, checkOneOf, listOf } from "./fields.ts"
import { isDistributed } from "./distributed.ts"
import { checkTask } from "./resource.ts"
import { exclusive, queryLanguage, stateFields } from "./state-fields.ts"
import { refuse, warn, type Walk } from "./walk.ts"

/** Characters that a state's name may have. (AWS: Step Functions service quotas) */
const maxName = quotas.name.aws
/** Characters that a distributed Map's label may have. (AWS: Distributed Map fields) */
const maxLabel = quotas.label.aws

/** Looks at one state, and at the levels inside it. */
export function checkState(name: string, state: Json, within: string, level: Walk): void {
  const location = memberOf(within, name)
  checkName(name, location, level)
  if (!isJsonObject(state)) return refuse(level, location, "Expected value of type [OBJECT]")
  const walk = languageWalk(state, location, level)
  const type = typeOf(state, location, walk)
  if (type === undefined) return
  checkFields(state, stateFields[type], location, walk)
  for (const { names, required } of exclusive[type]) checkOneOf(state, names, required, location, walk)
  if (Object.hasOwn(stateFields[type], "Next")) checkTransition(state, location, walk)
  if (type === "Task") checkTask(state, location, walk)
  if (type === "Pass") checkResult(state, location, walk)
  if (type === "Parallel") checkBranches(state, location, walk)
  if (type === "Map") checkMap(state, location, walk)
}

function checkName(name: string, location: string, walk: Walk): void {
  const { stateNames } = walk.findings
  if (stateNames.has(name)) refuse(walk, location, `Duplicate State name: ${name}`, "DUPLICATE_STATE_NAME")
  stateNames.add(name)
  if (name === "") refuse(walk, location, "A state's name cannot be empty", "INVALID_STATE_NAME")
  if (characterCount(name) > maxName) {
    const message = `The state name '${name}' exceeds the ${maxName}-character limit allowed by the service`
    refuse(walk, location, message, "INVALID_STATE_NAME")
  }
}

/** A state may leave JSONPath for JSONata, never JSONata for JSONPath. */
function languageWalk(state: JsonObject, location: string, level: Walk): Walk {
  const language = languageOf(state, level.machine)
  const mixed = state.QueryLanguage === "JSONPath" && level.machine === "JSONata"
  if (mixed) {
    refuse(level, location, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine")
  }
  if (state.QueryLanguage !== undefined) queryLanguage(state.QueryLanguage, `${location}/QueryLanguage`, level)
  return { ...level, language, mixed }
}

function typeOf(state: JsonObject, location: string, walk: Walk): StateType | undefined {
  const { Type: type } = state
  const types = Object.keys(stateFields) as StateType[] // the table's own keys
  const known = types.find((candidate) => candidate === type)
  if (known !== undefined) return known
  if (type === undefined) refuse(walk, location, "These fields are required: [Type]")
  else {
    const message = `The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]`
    const suggest = (): string | undefined => (typeof type === "string" ? nearest(type, types) : undefined)
    refuse(walk, `${location}/Type`, message, "SCHEMA_VALIDATION_FAILED", suggest)
  }
  return undefined
}

function checkTransition(state: JsonObject, location: string, walk: Walk): void {
  const ends = state.End === true
  if (Object.hasOwn(state, "Next")) {
    if (ends) refuse(walk, location, "There should only be one of the following fields: [Next, End]")
  } else if (!ends) refuse(walk, location, "This object should have only one of the following fields: [Next, End]")
}

/** A Pass state's Result is literal. */
function checkResult(state: JsonObject, location: string, walk: Walk): void {
  const { Result: result } = state
  const dynamic =
    (typeof result === "string" && /^\$(?:\$?\.|\[|$)/.test(result)) ||
    (isJsonObject(result) && Object.keys(result).some((name) => name.endsWith(".$")))
  if (!dynamic) return
  const message = "The Result of a Pass state is static: paths in it are not evaluated; use Parameters"
  warn(walk, `${location}/Result`, message, "PASS_RESULT_IS_STATIC")
}

function checkBranches(state: JsonObject, location: string, walk: Walk): void {
  if (state.Branches === undefined) return
  listOf((branch, at, inner) => {
    if (isJsonObject(branch))
      walk.findings.levels.push({ kind: "branch", value: branch, location: at, walk: inner, outer: inner.variables })
    else refuse(inner, at, "Expected value of type [OBJECT]")
  }, false)(state.Branches, `${location}/Branches`, walk)
}

const distributedOnly = ["ItemReader", "ItemBatcher", "ResultWriter", "Label"]

function checkMap(state: JsonObject, location: string, walk: Walk): void {
  for (const field of ["ItemProcessor", "Iterator"]) {
    const processor = state[field]
    if (processor === undefined) continue
    if (isJsonObject(processor)) checkProcessor(processor, `${location}/${field}`, walk)
    else refuse(walk, `${location}/${field}`, "Expected value of type [OBJECT]")
  }
  const distributed = isDistributed(state.ItemProcessor ?? state.Iterator)
  for (const field of distributedOnly) {
    if (distributed || !Object.hasOwn(state, field)) continue
    refuse(walk, location, `Field '${field}' is only supported for a Map in DISTRIBUTED mode`)
  }
  if (typeof state.Label === "string") checkLabel(state.Label, `${location}/Label`, walk)
}

function checkProcessor(processor: JsonObject, location: string, walk: Walk): void {
  const distributed = isDistributed(processor)
  if (distributed && walk.express) {
    const message = "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines"
    refuse(walk, `${location}/ProcessorConfig/Mode`, message)
  }
  const config = processor.ProcessorConfig
  const express = walk.express || (distributed && isJsonObject(config) && config.ExecutionType === "EXPRESS")
  const outer = distributed ? undefined : walk.variables
  walk.findings.levels.push({ kind: "processor", value: processor, location, walk: { ...walk, express }, outer })
}

/** A label becomes part of an ARN. */
function checkLabel(label: string, location: string, walk: Walk): void {
  const { labels } = walk.findings
  if (labels.has(label)) refuse(walk, location, `Duplicate Label name: ${label}`, "DUPLICATE_LABEL_NAME")
  labels.add(label)
  if (characterCount(label) > maxLabel) {
    const message = `The label name '${label}' exceeds the ${maxLabel}-character limit allowed by the service`
    refuse(walk, location, message, "INVALID_LABEL_NAME")
  } else if (label === "" || /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u.test(label)) {
    refuse(
      walk,
      location,
      `The label name '${label}' is empty or has a character that is not allowed`,
      "INVALID_LABEL_NAME",
    )
  }
}
