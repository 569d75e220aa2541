import type { Catcher, StateDefinition } from "../../asl/document.ts"
import { compileReferencePath } from "../../query/jsonpath/reference-path.ts"
import type { CancelRule } from "../compile-machine.ts"
import type { CommonState, CompiledCatcher, ResultPath } from "../machine.ts"
import { payload, wholeOrPath } from "./value.ts"

/** Where a state stands. */
export interface Place {
  readonly name: string
  readonly index: number
  readonly jsonata: boolean
  readonly loops: boolean
  /** The index of a state of this level; -1 for none. */
  readonly target: (name: string | undefined) => number
  readonly cancel: CancelRule | undefined
}

/** What states of every kind have. The order of the members is the same for all kinds: the core reads them all alike. */
export function commonOf(state: StateDefinition, place: Place): CommonState {
  const { name, index, jsonata, loops, target } = place
  const retrying = state.Type === "Task" || state.Type === "Parallel" || state.Type === "Map" ? state : undefined
  const resultPath = jsonata || !("ResultPath" in state) ? undefined : resultPathOf(state.ResultPath)
  const output = jsonata && state.Output !== undefined ? payload(state.Output, "Output", true) : undefined
  const assign = state.Assign && payload(state.Assign, "Assign", jsonata)
  const selector = jsonata ? undefined : retrying?.ResultSelector
  const resultSelector = selector && payload(selector, "ResultSelector", false)
  const outputPath = jsonata ? undefined : wholeOrPath(state.OutputPath, "OutputPath")
  return {
    resultPath,
    output,
    assign,
    index,
    name,
    loops,
    jsonata,
    plain: !jsonata && [resultPath, assign, resultSelector, outputPath].every((field) => field === undefined),
    next: "Next" in state ? target(state.Next) : -1,
    entered: `${state.Type}StateEntered`,
    exited: `${state.Type}StateExited`,
    failed: `${state.Type}StateFailed`,
    aborted: retrying !== undefined || state.Type === "Wait" ? `${state.Type}StateAborted` : undefined,
    retry: retrying?.Retry ?? [],
    catch: (retrying?.Catch ?? []).map((catcher, at) => compileCatcher(catcher, at, place)),
    cancel: cancelOf(place),
    inputPath: jsonata ? undefined : wholeOrPath(state.InputPath, "InputPath"),
    arguments: argumentsOf(state, jsonata),
    resultSelector,
    outputPath,
  }
}

function cancelOf({ cancel, target }: Place): CommonState["cancel"] {
  if (typeof cancel !== "object") return cancel ?? "raises"
  return {
    resultPath: undefined,
    output: cancel.Output === undefined ? undefined : payload(cancel.Output, "Output", true),
    assign: cancel.Assign && payload(cancel.Assign, "Assign", true),
    next: target(cancel.Next),
    steadfast: cancel.steadfast === true,
  }
}

function argumentsOf(state: StateDefinition, jsonata: boolean): CommonState["arguments"] {
  if (state.Type === "Map") {
    if (state.ItemSelector !== undefined) return payload(state.ItemSelector, "ItemSelector", jsonata)
    return jsonata || state.Parameters === undefined ? undefined : payload(state.Parameters, "Parameters", false)
  }
  if (jsonata)
    return "Arguments" in state && state.Arguments !== undefined
      ? payload(state.Arguments, "Arguments", true)
      : undefined
  return "Parameters" in state && state.Parameters !== undefined
    ? payload(state.Parameters, "Parameters", false)
    : undefined
}

function compileCatcher(catcher: Catcher, at: number, { jsonata, target }: Place): CompiledCatcher {
  const location = `Catch[${at}]`
  return {
    resultPath: jsonata ? undefined : resultPathOf(catcher.ResultPath),
    output: jsonata && catcher.Output !== undefined ? payload(catcher.Output, `${location}/Output`, true) : undefined,
    assign: catcher.Assign && payload(catcher.Assign, `${location}/Assign`, jsonata),
    errorEquals: catcher.ErrorEquals,
    next: target(catcher.Next),
  }
}

function resultPathOf(path: string | null | undefined): ResultPath | undefined {
  if (path === undefined || path === "$") return undefined
  return path === null ? "discard" : compileReferencePath(path, "ResultPath")
}
