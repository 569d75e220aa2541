import type { Handled, Task } from "@stepwright/dsl"

/** A handler among a module's exports. */
export interface FoundHandler {
  readonly handled: Handled
  /** The export's name, then the key or index of a member of it. */
  readonly path: readonly string[]
  /** By `handle(task, …)`; else it is a task's own. */
  readonly attached: boolean
}

/** Every `handle(task, …)` value and task with a handler among a module's exports, alone or in arrays and records. */
export function handlersIn(exports: Readonly<Record<string, unknown>>): readonly FoundHandler[] {
  return Object.entries(exports).flatMap(([name, value]) => found([name], value))
}

function found(path: readonly string[], value: unknown): readonly FoundHandler[] {
  if (isHandled(value)) return [{ handled: value, path, attached: true }]
  if (isTask(value)) {
    const { handler } = value
    return handler === undefined ? [] : [{ handled: { task: value, handler }, path, attached: false }]
  }
  if (path.length > 1 || typeof value !== "object" || value === null || "kind" in value) return []
  return Object.entries(value).flatMap(([key, member]) => found([...path, key], member))
}

function isHandled(value: unknown): value is Handled {
  return (
    typeof value === "object" &&
    value !== null &&
    "task" in value &&
    isTask(value.task) &&
    "handler" in value &&
    typeof value.handler === "function"
  )
}

function isTask(value: unknown): value is Task {
  return (
    (typeof value === "function" || typeof value === "object") &&
    value !== null &&
    "kind" in value &&
    value.kind === "task" &&
    "name" in value
  )
}
