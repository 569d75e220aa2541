import { createRequire } from "node:module"
import { relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"

import type { BuildProblem } from "../aws/build/index.ts"
import type { LoadedModule } from "../aws/bundle/index.ts"
import { cdkProblem } from "./cdk-error.ts"
import type { HandlersModule } from "./stepwright-app-props.ts"

/** Modules, and what could not be loaded. */
export interface LoadedHandlers {
  readonly modules: readonly LoadedModule[]
  readonly problems: readonly BuildProblem[]
}

/** Loads modules of handlers; synchronously, for constructs are made so. */
export function loadHandlers(given: HandlersModule | readonly HandlersModule[], root: string): LoadedHandlers {
  const [modules, problems]: [LoadedModule[], BuildProblem[]] = [[], []]
  for (const one of isList(given) ? given : [given]) {
    if (typeof one === "object" && "exports" in one) {
      modules.push({ ...one, file: resolve(root, one.file) })
      continue
    }
    const file = typeof one === "string" && !one.startsWith("file:") ? resolve(one) : fileURLToPath(one)
    try {
      // Node loads ES modules this way, too, and strips their types.
      modules.push({ file, exports: createRequire(file)(file) as LoadedModule["exports"] }) // a namespace, or what it exports
    } catch (error) {
      const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)
      problems.push(cdkProblem("CDK_HANDLERS_UNLOADABLE", `${relative(process.cwd(), file)} cannot be loaded: ${why}`))
    }
  }
  return { modules, problems }
}

function isList(given: HandlersModule | readonly HandlersModule[]): given is readonly HandlersModule[] {
  return Array.isArray(given)
}
