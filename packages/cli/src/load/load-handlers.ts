import type { Handled, Task } from "@stepwright/dsl"
import type { ResourceHandler } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import { type Exports, loadModule } from "./load-module.ts"

/** What a handlers file serves with. */
export interface LoadedHandlers {
  readonly handlers: readonly Handled[]
  readonly resources: Readonly<Record<string, ResourceHandler>>
}

/**
 * Loads a handlers file.
 * @throws {CliError} HANDLERS_INVALID when it exports nothing that serves.
 */
export async function loadHandlers(file: string, cwd: string): Promise<LoadedHandlers> {
  const found = handlersOf(await loadModule(file, cwd))
  if (found.handlers.length > 0 || Object.keys(found.resources).length > 0) return found
  throw new CliError("HANDLERS_INVALID", `${file} exports neither handlers nor functions.`)
}

/**
 * Everything among a module's exports that serves: `handle(task, …)` values and tasks with handlers, alone or in arrays;
 * functions, under the name they are exported by (`chargeCard` also as `charge-card`) or, in a record, under their key.
 */
export function handlersOf(exports: Exports): LoadedHandlers {
  const handlers = new Map<string, Handled>()
  const resources: Record<string, ResourceHandler> = {}
  const take = (name: string, value: unknown, deep: boolean): void => {
    if (isHandled(value)) handlers.set(value.task.name, value)
    else if (isTask(value)) {
      if (value.handler !== undefined && !handlers.has(value.name))
        handlers.set(value.name, { task: value, handler: value.handler })
    } else if (typeof value === "function") {
      for (const alias of new Set(deep ? [name, dashed(name)] : [name])) resources[alias] ??= value as ResourceHandler // whoever calls it passes input and context
    } else if (deep && typeof value === "object" && value !== null && !("kind" in value)) {
      for (const [key, member] of Object.entries(value)) take(key, member, false)
    }
  }
  for (const [name, value] of Object.entries(exports)) take(name, value, true)
  return { handlers: [...handlers.values()], resources }
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

/** `chargeCard` → `charge-card`: what the exported function of a task of that name can be called in JavaScript. */
function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (capital, index: number) => `${index === 0 ? "" : "-"}${capital.toLowerCase()}`)
}
