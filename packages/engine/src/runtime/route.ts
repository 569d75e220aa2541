import type { StateDefinition, StateMap, TaskState } from "../asl/document.ts"
import { isJsonObject, type Json, type JsonObject } from "../asl/json.ts"
import { parseResource } from "../core/resource.ts"
import type { Binding, Plan } from "../plan/plan.ts"
import { machineName } from "./execution-name.ts"
import { type Place, placesOf } from "./placeholder.ts"

/** The way that a task's orders take: decided once per plan, from what stands in the definition. */
export type Route =
  /**
   * A task with a handler. `direct`: the resource is the function, without `lambda:invoke` around it. `queue`: the task
   * queue that serves it, where the worker has any.
   */
  | { readonly kind: "task"; readonly task: string; readonly direct: boolean; readonly queue?: string }
  /** A Lambda function by its name or ARN; undefined where only an expression knows it. */
  | { readonly kind: "function"; readonly name: string | undefined; readonly direct: boolean }
  /** A child workflow; `machine` is undefined where only an expression knows it. */
  | { readonly kind: "child"; readonly machine: string | undefined; readonly mode: ChildMode }
  | { readonly kind: "deadLetter" }
  /** Anything else: `dynamodb:putItem`, an activity's ARN. `places` are the arguments that the deployment names. */
  | { readonly kind: "service"; readonly service: string; readonly places: readonly Place[] }
  /**
   * A function or service that a resource binding gives to a task queue, as `task`; it never stands in a plan. `invoked`:
   * there is `lambda:invoke` around the function.
   */
  | {
      readonly kind: "queued"
      readonly queue: string
      readonly task: string
      readonly resource: string
      readonly invoked: boolean
      readonly places: readonly Place[]
    }
  /** What a distributed Map's ItemReader reads or its ResultWriter writes: in an object store, unless a handler serves it. */
  | { readonly kind: "objects"; readonly service: string; readonly places: readonly Place[] }

/** `start` waits for nothing; `sync` answers with JSON as text, `sync:2` with JSON. */
export type ChildMode = "start" | "sync" | "sync:2"

/** Under which name a Map's ResultWriter has its route: no state has one. */
export function writerOf(state: string): string {
  return `${state}\nResultWriter`
}

/** The route of every Task state, and of every Map state's ItemReader, by state name; of a ResultWriter by {@link writerOf}. */
export function routesOf(plan: Plan): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>()
  visitStates(plan.definition, (name, state) => {
    if (state.Type === "Task") routes.set(name, routeOf(plan, state))
    if (state.Type !== "Map") return
    const [reader, writer] = [calling(state.ItemReader), calling(state.ResultWriter)]
    if (reader !== undefined) routes.set(name, objectsRoute(plan, reader))
    if (writer !== undefined) routes.set(writerOf(name), objectsRoute(plan, writer))
  })
  return routes
}

function calling(fields: JsonObject | undefined): Calling | undefined {
  return typeof fields?.Resource === "string" ? (fields as unknown as Calling) : undefined
}

function objectsRoute(plan: Plan, call: Calling): Route {
  const route = routeOf(plan, call)
  return route.kind === "service" ? { ...route, kind: "objects" } : route
}

type Calling = Pick<TaskState, "Resource" | "Arguments" | "Parameters">

function routeOf(plan: Plan, state: Calling): Route {
  const { resourceType, action, arn, events } = parseResource(state.Resource)
  const given = state.Arguments ?? state.Parameters
  const fields = isJsonObject(given) ? given : {}
  if (events === "Lambda") return functionRoute(plan, arn, true)
  if (events === "Activity") return { kind: "service", service: arn, places: [] }
  const service = `${resourceType}:${action.replace(/\.(sync(:\d+)?|waitForTaskToken)$/, "")}`
  if (service === "lambda:invoke") return functionRoute(plan, literal(fields, "FunctionName"), false)
  if (service === "states:startExecution") {
    const machine = literal(fields, "StateMachineArn")
    return { kind: "child", machine: machine === undefined ? undefined : childOf(plan, machine), mode: modeOf(action) }
  }
  const queue = literal(fields, "QueueUrl")
  if (service === "sqs:sendMessage" && queue !== undefined && bindingOf(plan, queue)?.kind === "deadLetterQueue") {
    return { kind: "deadLetter" }
  }
  return { kind: "service", service, places: placesOf(given ?? null, plan.bindings) }
}

function functionRoute(plan: Plan, name: string | undefined, direct: boolean): Route {
  const binding = name === undefined ? undefined : bindingOf(plan, name)
  if (binding?.kind === "task") {
    // Only what `lambda:invoke` is handed is an envelope.
    return {
      kind: "task",
      task: binding.task,
      direct,
      ...(binding.queue === undefined || direct ? {} : { queue: binding.queue }),
    }
  }
  return { kind: "function", name: binding?.kind === "resource" ? binding.resource : name, direct }
}

function childOf(plan: Plan, machine: string): string {
  const binding = bindingOf(plan, machine)
  if (binding?.kind === "workflow") return binding.workflow
  return machineName(binding?.kind === "resource" ? binding.resource : machine)
}

function modeOf(action: string): ChildMode {
  if (action.endsWith(".sync:2")) return "sync:2"
  return action.endsWith(".sync") ? "sync" : "start"
}

/** What a text that is one placeholder stands for. */
function bindingOf({ bindings }: Plan, text: string): Binding | undefined {
  const match = /^\$\{(\w+)\}$/.exec(text)
  const name = match?.[1]
  return name !== undefined && Object.hasOwn(bindings, name) ? bindings[name] : undefined
}

/** A field that no expression computes. */
function literal(fields: JsonObject, name: string): string | undefined {
  const value: Json | undefined = fields[name]
  return typeof value === "string" && !value.startsWith("{%") ? value : undefined
}

/** Every state of a machine and of the machines inside it. */
function visitStates(level: StateMap, visit: (name: string, state: StateDefinition) => void): void {
  for (const [name, state] of Object.entries(level.States)) {
    visit(name, state)
    if (state.Type === "Parallel") for (const branch of state.Branches) visitStates(branch, visit)
    const processor = state.Type === "Map" ? (state.ItemProcessor ?? state.Iterator) : undefined
    if (processor !== undefined) visitStates(processor, visit)
  }
}
