import type { Json } from "../../asl/json.ts"
import type { Node } from "../../query/jsonata/ast.ts"
import { compileProgram } from "../../query/jsonata/program.ts"
import { callCode, type Code, type FieldCode, jsonCode, type LeafType } from "../code/code.ts"
import { Unstructured } from "../unstructured.ts"
import { type OuterRead, outerReads } from "./outer-reads.ts"
import type { QueryScope } from "./scope.ts"

/** What a field wants of its expression, as a zod schema: what it comes to is written unguarded all the same. */
export type Wanted = "z.unknown()" | "z.boolean()" | "z.array(z.unknown())"

const wantedType: Readonly<Record<Wanted, LeafType | undefined>> = {
  "z.unknown()": undefined,
  "z.boolean()": "boolean",
  "z.array(z.unknown())": "array",
}

/**
 * An expression as code. A plain path is a property access, a comparison or a connective of such is the function of the
 * DSL that is lowered to the same JSONata, and anything else stays JSONata.
 * @throws {Unstructured} where it reads what a step cannot give it.
 */
export function writeQuery(source: string, scope: QueryScope, wanted: Wanted = "z.unknown()"): Code {
  const ast = parsed(source)
  const reads = outerReads(ast, source, scope)
  const plain = literalOf(ast) ?? pathOf(ast, source, reads, wantedType[wanted])
  if (plain !== undefined) return plain
  if (wanted === "z.boolean()") {
    const condition = conditionOf(ast, source, reads)
    if (condition !== undefined) return condition
  }
  return templateOf(source, reads, wanted)
}

/** JSONata with what it reads from outside between its texts; what is known to be a number or a text stands in them. */
function templateOf(source: string, reads: readonly OuterRead[], schema: Wanted): Code {
  const texts: string[] = []
  const values: Code[] = []
  let [text, at] = ["", 0]
  for (const { start, end, code } of reads) {
    text += source.slice(at, start)
    at = end
    const scalar = code.kind === "json" && (typeof code.value !== "object" || code.value === null)
    // A literal cannot begin a path.
    if (scalar && !/^\s*[.[{^(@#]/.test(source.slice(end))) {
      text += JSON.stringify(code.value)
      continue
    }
    texts.push(text)
    values.push(code)
    text = ""
  }
  return { kind: "jsonata", schema, texts: [...texts, text + source.slice(at)], values }
}

function parsed(source: string): Node {
  try {
    return compileProgram(source).ast
  } catch {
    throw new Unstructured("EXPRESSION", `'${source}' cannot be parsed.`)
  }
}

function literalOf({ type, value }: Node): Code | undefined {
  const literal = type === "string" || type === "number" || (type === "value" && value !== undefined)
  return literal ? jsonCode(value as Json) : undefined // JSONata's literals are JSON's
}

/** `$states.input.order.id` as `order.id`; undefined for what is no plain path, or has a name that no property may have. */
function pathOf(ast: Node, source: string, reads: readonly OuterRead[], type?: LeafType): Code | undefined {
  const [read] = reads
  if (read === undefined) return contextOf(ast)
  if (reads.length > 1) return undefined
  const hasFields = read.code.kind === "name" || read.code.kind === "field"
  const { value, type: kind, position = 0 } = ast
  if (kind === "variable" && String(value) !== "states")
    return read.end === position ? typed(read.code, type) : undefined
  if (read.code.kind === "json" && source.slice(read.end).trim() !== "") return undefined
  if (kind !== "path" || !isPlain(ast)) return undefined
  const steps = (ast.steps ?? []).filter(({ position: end = 0 }) => end > read.end)
  if (steps.length > 0 && !hasFields) return undefined
  if (!steps.every(({ value: name }) => isProperty(String(name)))) return undefined
  if (source.slice(0, read.start).trim() !== "") return undefined
  const path = steps.reduce<Code>((of, { value: name }) => ({ kind: "field", of, name: String(name) }), read.code)
  return typed(path, type)
}

function typed(code: Code, type: LeafType | undefined): Code {
  if (type === undefined) return code
  if (code.kind === "field") return { ...code, type } satisfies FieldCode
  if (code.kind === "json" && typeof code.value === type) return code
  return {
    kind: "jsonata",
    schema: type === "array" ? "z.array(z.unknown())" : `z.${type}()`,
    texts: ["", ""],
    values: [code],
  }
}

/** Only names, and nothing that picks, groups or sorts. */
function isPlain(node: Node): boolean {
  const bare = ({ stages, predicate, group, keepArray, keepSingletonArray, focus, index, tuple }: Node): boolean =>
    [stages, predicate, group, keepArray, keepSingletonArray, focus, index, tuple].every(
      (member) => member === undefined,
    )
  return (
    bare(node) && (node.steps ?? []).every((step) => (step.type === "name" || step.type === "variable") && bare(step))
  )
}

/** A name that reading it from an expression of the DSL records. */
function isProperty(name: string): boolean {
  return !/^(?:\d+|then|toJSON|__proto__|constructor|prototype|toString|valueOf|toLocaleString|hasOwnProperty|propertyIsEnumerable|isPrototypeOf)$/.test(
    name,
  )
}

const executionFields: Readonly<Record<string, string>> = { Id: "id", Name: "name", StartTime: "startTime" }

/** `$states.context.Execution.Id`. */
function contextOf(ast: Node): Code | undefined {
  if (ast.type !== "path" || !isPlain(ast)) return undefined
  const [states, context, execution, field, ...more] = (ast.steps ?? []).map(({ value }) => String(value))
  const name = executionFields[field ?? ""]
  if (
    states !== "states" ||
    context !== "context" ||
    execution !== "Execution" ||
    name === undefined ||
    more.length > 0
  )
    return undefined
  return { kind: "text", text: `execution.${name}` }
}

const comparisons: Readonly<Record<string, string>> = {
  "=": "eq",
  "!=": "ne",
  ">": "gt",
  ">=": "gte",
  "<": "lt",
  "<=": "lte",
}

/** A condition made of comparisons; undefined where any part of it is something else. */
function conditionOf(ast: Node, source: string, reads: readonly OuterRead[]): Code | undefined {
  const { type, value, lhs, rhs, procedure, arguments: given = [] } = ast
  const operator = String(value)
  if (type === "block" && ast.expressions?.length === 1 && ast.expressions[0] !== undefined)
    return conditionOf(ast.expressions[0], source, reads)
  if (type === "binary" && isNode(lhs) && rhs !== undefined) {
    if (operator === "and" || operator === "or") {
      const sides = [conditionOf(lhs, source, reads), conditionOf(rhs, source, reads)].filter(
        (side) => side !== undefined,
      )
      return sides.length === 2 ? joined(operator, sides) : undefined
    }
    const fn = comparisons[operator]
    return fn === undefined ? undefined : comparisonOf(fn, [lhs, rhs], source, reads)
  }
  if (type !== "function" || procedure?.type !== "variable" || given.length !== 1 || given[0] === undefined)
    return undefined
  if (procedure.value === "not") {
    const inner = conditionOf(given[0], source, reads)
    return inner === undefined ? undefined : callCode("not", inner)
  }
  if (procedure.value !== "exists") return undefined
  const path = operandOf(given[0], source, reads)
  // It takes an expression, and no value that is written out.
  const isExpression = path !== undefined && path.kind !== "json" && path.kind !== "object" && path.kind !== "array"
  return isExpression ? callCode("exists", path) : undefined
}

/** `and(a, b, c)` rather than `and(and(a, b), c)`. */
function joined(operator: "and" | "or", [left, right]: readonly Code[]): Code {
  const parts = [left, right].filter((part) => part !== undefined)
  return callCode(
    operator,
    ...parts.flatMap((part) => (part.kind === "call" && part.fn === operator && part === left ? part.args : [part])),
  )
}

function comparisonOf(
  fn: string,
  sides: readonly [Node, Node],
  source: string,
  reads: readonly OuterRead[],
): Code | undefined {
  const [left, right] = sides.map((side) => operandOf(side, source, reads))
  if (left === undefined || right === undefined || left.kind === "json" || right.kind !== "json") return undefined
  const kind = typeof right.value
  if (kind !== "number" && kind !== "string" && kind !== "boolean") return undefined
  if (kind === "boolean" && fn !== "eq" && fn !== "ne") return undefined
  return callCode(fn, typed(left, kind), right)
}

function operandOf(node: Node, source: string, reads: readonly OuterRead[]): Code | undefined {
  const literal = literalOf(node)
  if (literal !== undefined) return literal
  const own = reads.filter(({ end }) => ends(node).includes(end))
  return own.length === 1
    ? pathOf(
        node,
        source.slice(own[0]?.start),
        own.map((read) => ({ ...read, start: 0 })),
        undefined,
      )
    : undefined
}

/** Where the names of a path, or a variable, end in the text. */
function ends({ steps, position }: Node): readonly (number | undefined)[] {
  return steps === undefined ? [position] : steps.map((step) => step.position)
}

function isNode(lhs: Node["lhs"]): lhs is Node {
  return lhs !== undefined && !Array.isArray(lhs)
}
