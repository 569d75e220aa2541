import type { Node } from "../../../query/jsonata/ast.ts"
import { compileProgram } from "../../../query/jsonata/program.ts"

/**
 * What an expression reads from a context it does not have: bare names, `$` and `$$` outside of a path, a predicate or a
 * sort. AWS refuses it when a state machine is created.
 */
export function topLevelReferences(text: string): readonly string[] {
  const found: string[] = []
  visit(compileProgram(text).ast, false, found)
  return found
}

function visit(part: unknown, inContext: boolean, found: string[]): void {
  if (Array.isArray(part)) {
    for (const each of part) visit(each, inContext, found)
    return
  }
  if (typeof part !== "object" || part === null) return
  const node = part as Node // the library's tree
  const context = node.type === "variable" && (node.value === "" || node.value === "$")
  if (!inContext && (node.type === "name" || node.type === "wildcard" || context)) found.push(String(node.value))
  for (const [key, member] of Object.entries(node)) {
    if (key === "steps" && Array.isArray(member))
      for (const [at, step] of member.entries()) visit(step, inContext || at > 0, found)
    else
      visit(member, inContext || key === "predicate" || key === "stages" || key === "terms" || key === "group", found)
  }
}
