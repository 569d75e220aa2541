import { mergeResult } from "../core/flow.ts"
import type {
  CommonState,
  CompiledBatcher,
  CompiledFlow,
  CompiledLimit,
  CompiledReader,
  CompiledState,
} from "../core/machine.ts"
import type { Template } from "../query/scope.ts"
import type { Stage } from "./response.ts"
import type { Watch } from "./watch.ts"

const whole: Template = (scope) => scope.input

/** A state that does the same and lets itself be watched. Fields that are absent are watched by their defaults. */
export function observed(state: CompiledState, watch: Watch): CompiledState {
  const common = commonOf(state, watch)
  switch (state.type) {
    case "Pass":
    case "Succeed":
    case "Parallel":
      return { ...state, ...common }
    case "Task":
      return {
        ...state,
        ...common,
        timeoutSeconds: watch.maybe(state.timeoutSeconds),
        heartbeatSeconds: watch.maybe(state.heartbeatSeconds),
        credentials: watch.maybe(state.credentials),
      }
    case "Choice":
      return {
        ...state,
        ...common,
        rules: state.rules.map((rule) => ({ ...rule, ...flowOf(rule, watch), test: watch.through(rule.test) })),
      }
    case "Wait":
      return { ...state, ...common, value: watch.through(state.value) }
    case "Fail":
      return { ...state, ...common, error: watch.maybe(state.error), cause: watch.maybe(state.cause) }
    case "Map":
      return {
        ...state,
        ...common,
        items: watch.maybe(state.items),
        concurrency: limitOf(state.concurrency, watch),
        toleratedCount: limitOf(state.toleratedCount, watch),
        toleratedPercentage: limitOf(state.toleratedPercentage, watch),
        reader: readerOf(state.reader, watch),
        batcher: batcherOf(state.batcher, watch),
      }
  }
}

function commonOf(state: CompiledState, watch: Watch): Partial<CommonState> {
  const catchers = state.catch.map((catcher) => ({ ...catcher, ...flowOf(catcher, watch) }))
  const flow = { ...flowOf(state, watch), catch: catchers, outputPath: watch.maybe(state.outputPath) }
  const given = argumentsOf(state, watch)
  if (state.jsonata) return { ...flow, arguments: given }
  // Recorded: a Parallel shows nothing of its input.
  const inputPath = watch.through(state.inputPath ?? whole, state.type === "Parallel" ? undefined : "afterInputPath")
  if (!hasResult(state)) return { ...flow, inputPath }
  return {
    ...flow,
    plain: false,
    inputPath,
    arguments: given,
    resultSelector: watch.through(state.resultSelector ?? whole, "afterResultSelector"),
    resultPath: (input, result) => watch.note("afterResultPath", mergeResult(state.resultPath, input, result)),
  }
}

function hasResult(state: CompiledState): boolean {
  return state.type === "Pass" || state.type === "Task" || state.type === "Parallel" || state.type === "Map"
}

function argumentsOf(state: CompiledState, watch: Watch): Template | undefined {
  const stage = argumentsStage(state)
  return stage === undefined ? watch.maybe(state.arguments) : watch.through(state.arguments ?? whole, stage)
}

function argumentsStage(state: CompiledState): Stage | undefined {
  if (state.type === "Task") return state.jsonata ? "afterArguments" : "afterParameters"
  return state.type === "Pass" && !state.jsonata ? "afterParameters" : undefined
}

function flowOf(flow: CompiledFlow, watch: Watch): Pick<CompiledFlow, "assign" | "output"> {
  return { output: watch.maybe(flow.output), assign: watch.maybe(flow.assign) }
}

function limitOf(limit: CompiledLimit | undefined, watch: Watch): CompiledLimit | undefined {
  return limit === undefined ? undefined : { ...limit, value: watch.through(limit.value) }
}

function readerOf(reader: CompiledReader | undefined, watch: Watch): CompiledReader | undefined {
  if (reader === undefined) return undefined
  return { ...reader, arguments: watch.maybe(reader.arguments), maxItems: limitOf(reader.maxItems, watch) }
}

function batcherOf(batcher: CompiledBatcher | undefined, watch: Watch): CompiledBatcher | undefined {
  if (batcher === undefined) return undefined
  return {
    maxItems: limitOf(batcher.maxItems, watch),
    maxBytes: limitOf(batcher.maxBytes, watch),
    input: watch.maybe(batcher.input),
  }
}
