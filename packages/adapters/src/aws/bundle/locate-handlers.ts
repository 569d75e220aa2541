import type { Workflow } from "@stepwright/dsl"
import { handlersIn } from "@stepwright/engine"

import type { HandlerPlace } from "./bundle-request.ts"
import { heartbeatOf } from "./heartbeat-of.ts"

/** A module, loaded. */
export interface LoadedModule {
  /** Its path, absolute. */
  readonly file: string
  readonly exports: Readonly<Record<string, unknown>>
}

/**
 * Finds the handlers among what modules export, and where: `handle(task, …)` values and tasks with a handler, alone or in
 * arrays and records. A handler that was attached wins over a task's own; one that is exported twice is told once, by its
 * shortest way. Two handlers of one task are both told: `bundleTasks` refuses them.
 * @param workflows - Whose steps may have heartbeats. Default: none.
 */
export function locateHandlers(
  modules: readonly LoadedModule[],
  workflows: readonly Workflow[] = [],
): readonly HandlerPlace[] {
  const found = modules.flatMap(({ file, exports }) => handlersIn(exports).map((one) => ({ ...one, file })))
  const byTask = Map.groupBy(found, ({ handled }) => handled.task.name)
  return [...byTask].flatMap(([task, all]) => {
    const attached = all.filter((one) => one.attached)
    const candidates = attached.length > 0 ? attached : all
    const byHandler = Map.groupBy(candidates, ({ handled }) => handled.handler)
    const heartbeatSeconds = heartbeatOf(all[0]?.handled.task, workflows)
    return [...byHandler.values()].flatMap((same) => {
      const [best] = same.toSorted((a, b) => a.path.length - b.path.length)
      if (best === undefined) return []
      const { file, path: exportPath } = best
      return [{ task, file, exportPath, ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }) }]
    })
  })
}
