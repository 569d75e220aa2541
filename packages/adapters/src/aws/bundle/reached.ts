import type * as Acorn from "acorn"

import type { BuiltBundle } from "./build-bundle.ts"
import { parseModule } from "./parse-module.ts"

/** What a bundle holds, by module. */
export interface Reached {
  /** Modules that the handler refers to, by whatever way. */
  readonly needed: ReadonlySet<string>
  /** Minified bytes of modules that are there only because they may have side effects. */
  readonly unneeded: ReadonlyMap<string, number>
}

/** Follows references from what a bundle exports to its top-level statements, and from these to others. */
export function reachedIn({ text, modules }: BuiltBundle): Reached {
  const program = parseModule(text)
  if (program === undefined) return { needed: new Set(), unneeded: new Map() }
  const statements = program.body.map((node) => ({ node, ...namesIn(node) }))
  const declaring = Map.groupBy(
    statements.flatMap((statement) => statement.declared.map((name) => ({ name, statement }))),
    ({ name }) => name,
  )
  const reached = new Set(statements.filter(({ node }) => node.type === "ExportNamedDeclaration"))
  for (const statement of reached) {
    for (const name of statement.used) {
      for (const { statement: other } of declaring.get(name) ?? []) reached.add(other)
    }
  }
  const moduleOf = placesOf(text, modules)
  const [needed, lengths, unneeded] = [new Set<string>(), new Map<string, number>(), new Map<string, number>()]
  for (const statement of statements) {
    const module = moduleOf(statement.node.start)
    if (module === undefined) continue
    const length = statement.node.end - statement.node.start
    lengths.set(module, (lengths.get(module) ?? 0) + length)
    if (reached.has(statement)) needed.add(module)
    else if (statement.node.type !== "ImportDeclaration") unneeded.set(module, (unneeded.get(module) ?? 0) + length)
  }
  // What is minified shrinks alike within a module.
  const minified = [...unneeded].map(([module, length]): [string, number] => [
    module,
    Math.round((length / (lengths.get(module) ?? length)) * (modules.get(module) ?? 0)),
  ])
  return { needed, unneeded: new Map(minified) }
}

/** Which module a place of the bundle comes from: esbuild says so in a line of its own. */
function placesOf(text: string, modules: ReadonlyMap<string, number>): (at: number) => string | undefined {
  const starts = [...text.matchAll(/^\/\/ (.+)$/gm)].flatMap(({ 1: path = "", index }) => {
    const isEntry = path === "stepwright-entry.js"
    return isEntry || modules.has(path) ? [{ index, path: isEntry ? undefined : path }] : []
  })
  return (at) => starts.findLast(({ index }) => index <= at)?.path
}

interface Names {
  readonly declared: readonly string[]
  /** Every name in it: more than it refers to, so that what is needed is never said to be unneeded. */
  readonly used: ReadonlySet<string>
}

function namesIn(node: Acorn.Statement | Acorn.ModuleDeclaration): Names {
  const used = new Set<string>()
  collect(node, used)
  if (node.type === "VariableDeclaration") {
    const declared = new Set<string>()
    for (const { id } of node.declarations) collect(id, declared)
    return { declared: [...declared], used }
  }
  const isNamed = node.type === "FunctionDeclaration" || node.type === "ClassDeclaration"
  if (isNamed) return { declared: [node.id.name], used }
  return { declared: filled(node), used }
}

/** What a statement fills that was declared elsewhere: `__export(name, { … })`, `name.member = …`. */
function filled(node: Acorn.Statement | Acorn.ModuleDeclaration): readonly string[] {
  if (node.type !== "ExpressionStatement") return []
  const { expression } = node
  const target =
    expression.type === "AssignmentExpression"
      ? expression.left
      : expression.type === "CallExpression" &&
          expression.callee.type === "Identifier" &&
          expression.callee.name === "__export"
        ? expression.arguments[0]
        : undefined
  const names = new Set<string>()
  collect(target, names)
  return [...names]
}

function collect(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) for (const part of value) collect(part, names)
  if (typeof value !== "object" || value === null || Array.isArray(value)) return
  const { type, name } = value as { readonly type?: unknown; readonly name?: unknown } // any node
  if (type === "Identifier" && typeof name === "string") names.add(name)
  for (const part of Object.values(value)) collect(part, names)
}
