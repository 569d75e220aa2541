import type { Handled } from "@stepwright/dsl"
import { handlersIn, type ResourceHandler } from "@stepwright/engine"

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
  const found = handlersIn(exports)
  for (const { handled, attached } of found) {
    const { name } = handled.task
    if (attached || !handlers.has(name)) handlers.set(name, handled)
  }
  const resources: Record<string, ResourceHandler> = {}
  const take = (names: readonly string[], value: unknown): void => {
    if (typeof value !== "function" || "kind" in value) return
    for (const alias of names) resources[alias] ??= value as ResourceHandler // whoever calls it passes input and context
  }
  for (const [name, value] of Object.entries(exports)) {
    take([name, dashed(name)], value)
    if (typeof value !== "object" || value === null || found.some(({ handled }) => handled === value)) continue
    for (const [key, member] of Object.entries(value)) take([key], member)
  }
  return { handlers: [...handlers.values()], resources }
}

/** `chargeCard` → `charge-card`: what the exported function of a task of that name can be called in JavaScript. */
function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (capital, index: number) => `${index === 0 ? "" : "-"}${capital.toLowerCase()}`)
}
