import type {
  Catcher,
  ChoiceRule,
  MapState,
  StateDefinition,
  StateMachineDefinition,
  StateMap,
} from "../asl/document.ts"
import type { Json } from "../asl/json.ts"
import { compileChoiceRule } from "../query/choice/rule.ts"
import { compileJsonataExpression, compileJsonataTemplate } from "../query/jsonata/template.ts"
import { compilePath } from "../query/jsonpath/path.ts"
import { compileReferencePath } from "../query/jsonpath/reference-path.ts"
import { compileJsonPathTemplate } from "../query/jsonpath/template.ts"
import type { Template } from "../query/scope.ts"
import type { CompiledCatcher, CompiledLimit, CompiledRule, CompiledState, Flow, Machine } from "./machine.ts"
import { parseResource } from "./resource.ts"

/** How a machine is to be run. */
export interface MachineOptions {
  /** Enforce AWS's quotas, so that what passes here passes there. Default false. */
  readonly strict?: boolean
}

/**
 * Compiles a checked definition. Run `parseDefinition` first: a definition with errors may throw here.
 * @throws {Error} where an expression or path cannot be parsed.
 */
export function compileMachine(definition: StateMachineDefinition, options: MachineOptions = {}): Machine {
  const states: CompiledState[] = []
  const startAt = compileGraph(definition, definition.QueryLanguage === "JSONata", states)
  return {
    definition,
    states,
    startAt,
    timeoutSeconds: definition.TimeoutSeconds,
    strict: options.strict ?? false,
  }
}

/** Compiles a level of states and answers the index of its first one. */
function compileGraph(graph: StateMap, inherited: boolean, states: CompiledState[]): number {
  const jsonata = graph.QueryLanguage === undefined ? inherited : graph.QueryLanguage === "JSONata"
  const names = Object.keys(graph.States)
  const first = states.length
  const indices = new Map(names.map((name, offset) => [name, first + offset]))
  const target = (name: string | undefined): number => (name === undefined ? -1 : (indices.get(name) ?? -1))
  states.length += names.length
  for (const [name, state] of Object.entries(graph.States)) {
    const index = target(name)
    states[index] = compileState(state, { name, index, jsonata, target, states })
  }
  return target(graph.StartAt)
}

interface Place {
  readonly name: string
  readonly index: number
  readonly jsonata: boolean
  readonly target: (name: string | undefined) => number
  readonly states: CompiledState[]
}

function compileState(state: StateDefinition, place: Place): CompiledState {
  const jsonata = state.QueryLanguage === undefined ? place.jsonata : state.QueryLanguage === "JSONata"
  const { target, states } = place
  const retrying = state.Type === "Task" || state.Type === "Parallel" || state.Type === "Map" ? state : undefined
  const base = {
    index: place.index,
    name: place.name,
    jsonata,
    next: "Next" in state ? target(state.Next) : -1,
    retry: retrying?.Retry ?? [],
    catch: (retrying?.Catch ?? []).map((catcher, index) => compileCatcher(catcher, index, jsonata, target)),
    ...flowOf(state, jsonata),
  }
  switch (state.Type) {
    case "Pass":
      return { ...base, type: "Pass", ...(state.Result === undefined ? {} : { result: { value: state.Result } }) }
    case "Task":
      return {
        ...base,
        type: "Task",
        resource: parseResource(state.Resource),
        ...given("timeoutSeconds", valueOrPath(state, "TimeoutSeconds", jsonata)),
        ...given("heartbeatSeconds", valueOrPath(state, "HeartbeatSeconds", jsonata)),
        ...given("credentials", state.Credentials && payload(state.Credentials, "Credentials", jsonata)),
      }
    case "Choice":
      return {
        ...base,
        type: "Choice",
        rules: state.Choices.map((rule, index) => compileRule(rule, index, jsonata, target)),
        otherwise: target(state.Default),
      }
    case "Wait": {
      const kind = (["Seconds", "SecondsPath", "Timestamp", "TimestampPath"] as const).find((field) => field in state)
      if (kind === undefined) throw new Error(`the Wait state '${place.name}' names no time`)
      const text = state[kind] ?? 0
      const value = kind.endsWith("Path") ? compilePath(String(text), kind) : payload(text, kind, jsonata)
      return { ...base, type: "Wait", kind, text: String(text), value }
    }
    case "Succeed":
      return { ...base, type: "Succeed" }
    case "Fail":
      return {
        ...base,
        type: "Fail",
        ...given("error", valueOrPath(state, "Error", jsonata)),
        ...given("cause", valueOrPath(state, "Cause", jsonata)),
      }
    case "Parallel":
      return {
        ...base,
        type: "Parallel",
        branches: state.Branches.map((branch) => compileGraph(branch, jsonata, states)),
      }
    case "Map":
      return { ...base, type: "Map", ...mapOf(state, jsonata, states) }
  }
}

function mapOf(state: MapState, jsonata: boolean, states: CompiledState[]) {
  const processor = state.ItemProcessor ?? state.Iterator
  if (processor === undefined) throw new Error("a Map state needs an ItemProcessor")
  return {
    startAt: compileGraph(processor, jsonata, states),
    distributed: processor.ProcessorConfig?.Mode === "DISTRIBUTED",
    itemsField: jsonata ? ("Items" as const) : ("ItemsPath" as const),
    ...given("items", itemsOf(state, jsonata)),
    ...given("concurrency", limitOf(state, "MaxConcurrency", jsonata)),
    ...given("toleratedCount", limitOf(state, "ToleratedFailureCount", jsonata)),
    ...given("toleratedPercentage", limitOf(state, "ToleratedFailurePercentage", jsonata)),
  }
}

function itemsOf(state: MapState, jsonata: boolean): Template | undefined {
  if (jsonata) return state.Items === undefined ? undefined : payload(state.Items, "Items", true)
  return state.ItemsPath === undefined ? undefined : compilePath(state.ItemsPath, "ItemsPath")
}

function limitOf(
  state: MapState,
  field: "MaxConcurrency" | "ToleratedFailureCount" | "ToleratedFailurePercentage",
  jsonata: boolean,
): CompiledLimit | undefined {
  const path = state[`${field}Path`]
  const value = valueOrPath(state, field, jsonata)
  if (value === undefined) return undefined
  return path === undefined ? { field, value } : { field: `${field}Path`, path, value }
}

function compileCatcher(
  catcher: Catcher,
  index: number,
  jsonata: boolean,
  target: (name: string | undefined) => number,
): CompiledCatcher {
  const at = `Catch[${index}]`
  return {
    catcher,
    next: target(catcher.Next),
    ...given("resultPath", jsonata ? undefined : resultPathOf(catcher.ResultPath)),
    ...given(
      "output",
      jsonata && catcher.Output !== undefined ? payload(catcher.Output, `${at}/Output`, true) : undefined,
    ),
    ...given("assign", catcher.Assign && payload(catcher.Assign, `${at}/Assign`, jsonata)),
  }
}

function compileRule(
  rule: ChoiceRule,
  index: number,
  jsonata: boolean,
  target: (name: string | undefined) => number,
): CompiledRule {
  const at = `Choices[${index}]`
  return {
    test: jsonata ? condition(rule.Condition, `${at}/Condition`) : compileChoiceRule(rule, at),
    next: target(rule.Next),
    ...given("output", rule.Output === undefined ? undefined : payload(rule.Output, `${at}/Output`, true)),
    ...given("assign", rule.Assign && payload(rule.Assign, `${at}/Assign`, jsonata)),
  }
}

function condition(value: ChoiceRule["Condition"], location: string): Template {
  return typeof value === "string" ? compileJsonataExpression(value, location) : () => value ?? false
}

function flowOf(state: StateDefinition, jsonata: boolean): Flow {
  if (jsonata) {
    const args = state.Type === "Map" ? state.ItemSelector : "Arguments" in state ? state.Arguments : undefined
    return {
      ...given(
        "arguments",
        args === undefined ? undefined : payload(args, state.Type === "Map" ? "ItemSelector" : "Arguments", true),
      ),
      ...given("output", state.Output === undefined ? undefined : payload(state.Output, "Output", true)),
      ...given("assign", state.Assign && payload(state.Assign, "Assign", true)),
    }
  }
  const parameters = "Parameters" in state ? state.Parameters : undefined
  const selector = state.Type === "Map" ? (state.ItemSelector ?? parameters) : parameters
  const field = state.Type === "Map" && state.ItemSelector !== undefined ? "ItemSelector" : "Parameters"
  return {
    ...given("inputPath", pathOf(state.InputPath, "InputPath")),
    ...given("arguments", selector === undefined ? undefined : payload(selector, field, false)),
    ...given(
      "resultSelector",
      "ResultSelector" in state && state.ResultSelector
        ? payload(state.ResultSelector, "ResultSelector", false)
        : undefined,
    ),
    ...given("resultPath", "ResultPath" in state ? resultPathOf(state.ResultPath) : undefined),
    ...given("outputPath", pathOf(state.OutputPath, "OutputPath")),
    ...given("assign", state.Assign && payload(state.Assign, "Assign", false)),
  }
}

/** `null` selects nothing: an empty object. */
function pathOf(path: string | null | undefined, field: string): Template | undefined {
  if (path === undefined || path === "$") return undefined
  return path === null ? () => ({}) : compilePath(path, field)
}

function resultPathOf(path: string | null | undefined): Flow["resultPath"] {
  if (path === undefined || path === "$") return undefined
  return path === null ? "discard" : compileReferencePath(path, "ResultPath")
}

function payload(value: Json, location: string, jsonata: boolean): Template {
  return jsonata ? compileJsonataTemplate(value, location) : compileJsonPathTemplate(value, location)
}

/** A field that may be a constant, a JSONata expression, or (as `XPath`) a path or intrinsic. */
function valueOrPath(state: object, field: string, jsonata: boolean): Template | undefined {
  const fields = state as Readonly<Record<string, Json | undefined>> // a state is a JSON object
  const path = fields[`${field}Path`]
  if (typeof path === "string") {
    return path.startsWith("States.")
      ? field1(compileJsonPathTemplate({ "v.$": path }, `${field}Path`))
      : compilePath(path, `${field}Path`)
  }
  const value = fields[field]
  return value === undefined ? undefined : jsonata ? payload(value, field, true) : () => value
}

function field1(template: Template): Template {
  return (scope) => (template(scope) as { readonly v: Json }).v // the template above has this one field
}

function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V } // one optional member
}
