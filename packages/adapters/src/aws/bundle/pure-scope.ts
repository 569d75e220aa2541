import type * as Acorn from "acorn"

import type { Edit } from "./edits.ts"
import { isNamespace, isZod } from "./zod-import.ts"

/** What of zod does more than to make a schema: it may throw, or change what others see. */
const effectful =
  /^(?:(?:safe)?(?:parse|decode|encode)(?:async)?|spa|config|register|add|clear|remove|apply|implement(?:async)?)$/i

/** What makes a definition, and nothing else. */
const makers: ReadonlySet<string> = new Set([
  "task",
  "handle",
  "workflow",
  "event",
  "secret",
  "keyedEffects",
  "memoryEffects",
])

/** A name's value. `schema`: made by zod or the DSL; whatever is read or called of it has no side effects. */
type Known = "schema" | "maker" | "task"

/**
 * Which of a module's own top-level values are made without side effects: by zod, by the DSL's makers, of literals, of
 * functions that are not called, and of each other. What it does not know it takes for effectful.
 */
export class PureScope {
  readonly #known = new Map<string, Known>()
  readonly #assigned: ReadonlySet<string>

  constructor(program: Acorn.Program) {
    this.#assigned = assignedIn(program)
    for (const statement of program.body) {
      if (statement.type === "ImportDeclaration") this.#import(statement)
    }
  }

  #import({ source, specifiers }: Acorn.ImportDeclaration): void {
    for (const specifier of specifiers) {
      const { name } = specifier.local
      if (isZod(source.value)) {
        if (isNamespace(specifier)) this.#known.set(name, "schema")
      } else if (source.value === "@stepwright/dsl" && specifier.type === "ImportSpecifier") {
        const imported = specifier.imported.type === "Identifier" ? specifier.imported.name : ""
        if (makers.has(imported)) this.#known.set(name, imported === "task" ? "task" : "maker")
      }
    }
  }

  /** Remembers what a statement declares; the edits that mark what has no side effects. */
  declared(statement: Acorn.Statement | Acorn.ModuleDeclaration): readonly Edit[] {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement
    if (declaration?.type !== "VariableDeclaration") return []
    return declaration.declarations.flatMap(({ id, init }) => {
      if (init === null || init === undefined) return []
      const dropped = this.#anything(init)
      if (!this.#pure(init)) return dropped
      if (id.type === "Identifier" && this.#rooted(init) && !this.#assigned.has(id.name))
        this.#known.set(id.name, "schema")
      if (!hasCall(init)) return dropped
      return [
        { start: init.start, end: init.start, text: "/* @__PURE__ */ (() => (" },
        ...dropped,
        { start: init.end, end: init.end, text: "))()" },
      ]
    })
  }

  #pure(node: Acorn.Expression | Acorn.SpreadElement | Acorn.PrivateIdentifier): boolean {
    if (node.type === "Literal" || node.type === "Identifier") return true
    if (node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression") return true
    if (node.type === "TemplateLiteral") return node.expressions.length === 0
    if (node.type === "UnaryExpression") return node.operator !== "delete" && node.argument.type === "Literal"
    if (node.type === "ArrayExpression") return node.elements.every((part) => part === null || this.#pureOrSpread(part))
    if (node.type === "ObjectExpression") return node.properties.every((property) => this.#pureProperty(property))
    if (node.type === "CallExpression") return this.#pureCall(node)
    return node.type === "MemberExpression" && this.#rooted(node)
  }

  #pureProperty(property: Acorn.Property | Acorn.SpreadElement): boolean {
    if (property.type === "SpreadElement") return this.#pureOrSpread(property)
    return !property.computed && this.#pure(property.value)
  }

  #pureOrSpread(node: Acorn.Expression | Acorn.SpreadElement): boolean {
    return node.type === "SpreadElement" ? this.#rooted(node.argument) : this.#pure(node)
  }

  #pureCall({ callee, arguments: given }: Acorn.CallExpression): boolean {
    if (!given.every((argument) => this.#pureOrSpread(argument))) return false
    if (callee.type === "Identifier") return ["maker", "task"].includes(this.#known.get(callee.name) ?? "")
    if (callee.type !== "MemberExpression" || !this.#rooted(callee)) return false
    return callee.property.type === "Identifier" && !effectful.test(callee.property.name)
  }

  /** Whether something is zod, made by zod or a maker, or a part of such. */
  #rooted(node: Acorn.Expression | Acorn.Super): boolean {
    if (node.type === "Identifier") return this.#known.get(node.name) === "schema"
    if (node.type === "CallExpression") return this.#pureCall(node)
    return (
      node.type === "MemberExpression" &&
      (!node.computed || node.property.type === "Literal") &&
      this.#rooted(node.object)
    )
  }

  /** Leaves `z.unknown()` and `z.any()` out of tasks: without a schema they take and give anything just as well. */
  #anything(node: Acorn.Expression): readonly Edit[] {
    if (node.type !== "CallExpression") return []
    const { callee, arguments: given } = node
    const own = callee.type === "Identifier" ? this.#known.get(callee.name) : undefined
    const nested =
      own === "maker" ? given.flatMap((one) => (one.type === "SpreadElement" ? [] : this.#anything(one))) : []
    const [, options] = given
    if (own !== "task" || options?.type !== "ObjectExpression") return nested
    return options.properties.flatMap((property) => {
      if (property.type !== "Property" || property.computed || property.key.type !== "Identifier") return []
      if (!["input", "output"].includes(property.key.name) || !this.#takesAnything(property.value)) return []
      return [{ start: property.value.start, end: property.value.end, text: "undefined" }]
    })
  }

  #takesAnything(node: Acorn.Expression): boolean {
    if (node.type !== "CallExpression" || node.arguments.length > 0) return false
    const { callee } = node
    if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return false
    const isZod = this.#known.get(callee.object.name) === "schema"
    return isZod && callee.property.type === "Identifier" && ["unknown", "any"].includes(callee.property.name)
  }
}

function hasCall(node: unknown): boolean {
  return some(node, ({ type }) => type === "CallExpression")
}

/** Names that are assigned to after they were declared, wherever that is. */
function assignedIn(program: Acorn.Program): ReadonlySet<string> {
  const names = new Set<string>()
  some(program, (node) => {
    const target = node.type === "AssignmentExpression" ? node["left"] : undefined
    some(target, (part) => {
      if (part.type === "Identifier") names.add(String(part["name"]))
      return false
    })
    return false
  })
  return names
}

interface AnyNode extends Readonly<Record<string, unknown>> {
  readonly type: string
}

/** Whether any node of a syntax tree is so. */
function some(value: unknown, is: (node: AnyNode) => boolean): boolean {
  if (Array.isArray(value)) return value.some((part) => some(part, is))
  if (typeof value !== "object" || value === null) return false
  if ("type" in value && typeof value.type === "string" && is(value as AnyNode)) return true
  return Object.values(value).some((part) => some(part, is))
}
