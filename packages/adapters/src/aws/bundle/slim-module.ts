import { stripTypeScriptTypes } from "node:module"

import { type Edit, edited } from "./edits.ts"
import { parseModule } from "./parse-module.ts"
import { PureScope } from "./pure-scope.ts"
import { zodImport } from "./zod-import.ts"

/** Whether a module's text says that it has to do with zod or tasks. */
const concerned = /["'](?:zod(?:\/[\w/-]+)?|@stepwright\/dsl)["']/

/**
 * Says in a module's text what a bundler cannot know: that making schemas, tasks and handlers has no side effects, so that
 * it leaves out those that are not used; and has zod imported as a namespace, of which it takes only what is used. A
 * schema that takes anything is left out of a task. Lines stay where they are. Answers the text as it is where it is not
 * concerned, or no TypeScript whose types can be stripped.
 */
export function slimModule(text: string, isTypeScript: boolean): string {
  if (!concerned.test(text)) return text
  // Types become blanks: what is found in the one stands at the same place in the other.
  const program = parseModule(text, isTypeScript ? stripTypeScriptTypes : undefined)
  if (program === undefined) return text
  const scope = new PureScope(program)
  const edits: Edit[] = []
  for (const statement of program.body) {
    if (statement.type === "ImportDeclaration") edits.push(...zodImport(statement))
    else edits.push(...scope.declared(statement))
  }
  return edited(text, edits)
}
