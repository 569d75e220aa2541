import type { Scope } from "../scope.ts"

/** The JSON that AWS shows as what a path was looked for in: the context object for `$$`, else the state's input. */
export function searched(path: string, scope: Scope): string {
  return JSON.stringify(path.startsWith("$$") ? scope.context() : scope.input)
}
