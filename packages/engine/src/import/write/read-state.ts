import { isJsonObject, type Json, type JsonObject } from "../../asl/json.ts"
import type { QueryLanguage, StateType } from "../../asl/document.ts"
import type { Template } from "../query/template.ts"
import { Unstructured } from "../unstructured.ts"
import { textIn } from "../text-in.ts"

/** A state as steps can say it, whichever language it is written in. */
export interface PlainState {
  readonly name: string
  readonly type: StateType
  readonly fields: JsonObject
  /** Undefined where it ends its level. */
  readonly next: string | undefined
  readonly arguments: Template | undefined
  readonly flow: Flow
  readonly catchers: readonly PlainCatcher[]
}

/** What a state, a rule or a catcher hands on. */
export interface Flow {
  readonly output: Template | undefined
  readonly assign: readonly (readonly [string, Template])[]
}

export interface PlainCatcher {
  readonly errors: readonly string[]
  readonly next: string
  readonly flow: Flow
}

const common = ["Type", "Comment", "QueryLanguage", "Next", "End"]
const flow = ["Output", "Assign"]

const jsonataFields: Readonly<Record<StateType, readonly string[]>> = {
  Pass: flow,
  Task: [...flow, "Resource", "Arguments", "TimeoutSeconds", "HeartbeatSeconds", "Retry", "Catch"],
  Choice: [...flow, "Choices", "Default"],
  Wait: [...flow, "Seconds", "Timestamp"],
  Succeed: ["Output"],
  Fail: ["Error", "Cause"],
  Parallel: [...flow, "Branches", "Arguments", "Catch"],
  Map: [...flow, "Items", "ItemSelector", "ItemProcessor", "MaxConcurrency", "Catch"],
}

/** What reads and writes no path: the same in either language. */
const jsonpathFields: Readonly<Record<StateType, readonly string[]>> = {
  Pass: ["Result"],
  Task: ["Resource", "Parameters", "TimeoutSeconds", "HeartbeatSeconds", "Retry", "Catch"],
  Choice: ["Choices", "Default"],
  Wait: ["Seconds", "Timestamp"],
  Succeed: [],
  Fail: ["Error", "Cause"],
  Parallel: ["Branches", "Catch"],
  Map: [],
}

/**
 * Reads a state.
 * @throws {Unstructured} for a field that no step says.
 */
export function readState(name: string, state: JsonObject, language: QueryLanguage): PlainState {
  const type = state.Type as StateType // the definition was checked
  const jsonata = language === "JSONata"
  if (!jsonata && type === "Map") throw new Unstructured("LANGUAGE", "It reads paths.", name)
  if (!jsonata && listOf(state.Choices).some(({ Assign }) => Assign !== undefined))
    throw new Unstructured("LANGUAGE", "One of its rules assigns by paths.", name)
  const known = [...common, ...(jsonata ? jsonataFields : jsonpathFields)[type]]
  const other = Object.keys(state).find((field) => !known.includes(field))
  if (other !== undefined) throw new Unstructured(jsonata ? "FIELD" : "LANGUAGE", `Its ${other} has no step.`, name)
  return {
    name,
    type,
    fields: state,
    next: typeof state.Next === "string" ? state.Next : undefined,
    arguments: jsonata ? templateOf(state.Arguments) : staticOf(name, state.Parameters),
    flow: jsonata ? flowOf(state) : { output: literalOf(state.Result), assign: [] },
    catchers: listOf(state.Catch).map((catcher) => catcherOf(name, catcher, jsonata)),
  }
}

function templateOf(template: Json | undefined): Template | undefined {
  return template === undefined ? undefined : { template }
}

function literalOf(literal: Json | undefined): Template | undefined {
  return literal === undefined ? undefined : { literal }
}

/** Parameters that read nothing. */
function staticOf(name: string, parameters: Json | undefined): Template | undefined {
  if (parameters !== undefined && readsPaths(parameters))
    throw new Unstructured("LANGUAGE", "Its Parameters read paths.", name)
  return literalOf(parameters)
}

function readsPaths(value: Json): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(readsPaths) // isArray does not narrow
  return isJsonObject(value) && Object.entries(value).some(([key, field]) => key.endsWith(".$") || readsPaths(field))
}

/** What a state, a rule or a catcher in JSONata hands on. */
export function flowOf({ Output, Assign }: JsonObject): Flow {
  const assign = isJsonObject(Assign) ? Object.entries(Assign) : []
  return { output: templateOf(Output), assign: assign.map(([key, template]) => [key, { template }]) }
}

/** The objects of a list. */
export function listOf(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? (list as readonly Json[]).filter(isJsonObject) : [] // likewise
}

function catcherOf(name: string, catcher: JsonObject, jsonata: boolean): PlainCatcher {
  const { ErrorEquals, Next, ResultPath, Assign } = catcher
  if (!jsonata && (ResultPath !== undefined || Assign !== undefined))
    throw new Unstructured("LANGUAGE", "Its Catch writes paths.", name)
  const errors = (Array.isArray(ErrorEquals) ? (ErrorEquals as readonly Json[]) : []).filter(
    (error) => typeof error === "string",
  ) // likewise
  return { errors, next: textIn(Next), flow: jsonata ? flowOf(catcher) : { output: undefined, assign: [] } }
}
