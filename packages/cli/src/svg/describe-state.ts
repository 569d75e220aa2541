import {
  isJsonObject,
  type Json,
  type MapState,
  type StateDefinition,
  type TaskState,
  type WaitState,
} from "@stepwright/engine/asl"

/** What placeholders stand for, by their names. */
export type StateBindings = Readonly<Record<string, StateBinding>>

type StateBinding =
  | { readonly kind: "task"; readonly task: string }
  | { readonly kind: "workflow"; readonly workflow: string }
  | { readonly kind: "eventBus"; readonly bus: string }
  | { readonly kind: "deadLetterQueue" }
  | { readonly kind: "resource"; readonly resource: string }

/** What a state does, in a few words; undefined where its kind says it all. */
export function describeState(state: StateDefinition, bindings: StateBindings = {}): string | undefined {
  switch (state.Type) {
    case "Task":
      return describeTask(state, bindings)
    case "Wait":
      return describeWait(state)
    case "Map":
      return describeMap(state)
    case "Parallel":
      return `${state.Branches.length} branch${state.Branches.length === 1 ? "" : "es"} at once`
    case "Fail":
      // An expression would fill the box and say little.
      return state.Error === undefined || state.Error.startsWith("{%") ? undefined : state.Error
    case "Choice":
    case "Pass":
    case "Succeed":
      return undefined
  }
}

function describeTask(state: TaskState, bindings: StateBindings): string {
  const service = state.Resource.replace(/^arn:aws[\w-]*:states:[\w-]*:\d*:(?!activity:)/, "")
  const waits = service.includes(".waitForTaskToken") ? " · waits for an answer" : ""
  const given = state.Arguments ?? state.Parameters
  const bound = bindingOf(given, bindings)
  if (bound?.kind === "task") return `task ${bound.task}${waits}`
  if (bound?.kind === "workflow") return `workflow ${bound.workflow}`
  if (bound?.kind === "eventBus") return `event on ${bound.bus}`
  if (bound?.kind === "deadLetterQueue") return "dead letter"
  if (bound?.kind === "resource") return `${service} ${bound.resource}`
  const name = isJsonObject(given) && typeof given["FunctionName"] === "string" ? given["FunctionName"] : undefined
  if (service.startsWith("lambda:invoke") && name !== undefined) return `${plain(lastPart(name))}${waits}`
  return service.startsWith("arn:") ? lastPart(service) : service
}

/** What the first placeholder among a call's arguments stands for. */
function bindingOf(given: Json | undefined, bindings: StateBindings): StateBinding | undefined {
  for (const match of JSON.stringify(given ?? null).matchAll(/\$\{(\w+)\}/g)) {
    const name = match[1] ?? ""
    if (Object.hasOwn(bindings, name)) return bindings[name]
  }
  return undefined
}

function describeWait(state: WaitState): string {
  if (state.Seconds !== undefined)
    return typeof state.Seconds === "number" ? `${state.Seconds} s` : `${plain(state.Seconds)} s`
  if (state.SecondsPath !== undefined) return `${state.SecondsPath} s`
  return `until ${plain(state.Timestamp ?? state.TimestampPath ?? "")}`
}

function describeMap(state: MapState): string {
  const processor = state.ItemProcessor ?? state.Iterator
  const distributed = processor?.ProcessorConfig?.Mode === "DISTRIBUTED" ? ", distributed" : ""
  const bound = state.MaxConcurrency ?? state.MaxConcurrencyPath
  const limit = bound === undefined || bound === 0 ? "" : `, at most ${plain(String(bound))} at once`
  return `for each item${distributed}${limit}`
}

/** `…:function:charge` names `charge`. */
function lastPart(arn: string): string {
  return arn.split(":").findLast((part) => part !== "" && part !== "$LATEST") ?? arn
}

/** An expression without its braces. */
function plain(text: string): string {
  return text
    .replace(/^\{%\s*/, "")
    .replace(/\s*%\}$/, "")
    .replace(/\s+/g, " ")
}
