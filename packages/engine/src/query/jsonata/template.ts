import { isJsonObject, type Json } from "../../asl/json.ts"
import { type JsonType, jsonType } from "../json-type.ts"
import { putMember } from "../put-member.ts"
import { QueryError } from "../query-error.ts"
import type { Scope, Template } from "../scope.ts"
import { type ContextUse, contextUse } from "./context-use.ts"
import { Extent } from "./extent.ts"
import { compileDirect } from "./direct/compile.ts"
import { selects, undecided } from "./direct-read.ts"
import { JsonataError } from "./jsonata-error.ts"
import { compileProgram, type Given, type Program } from "./program.ts"
import { isFunctionValue, isMarked, type Value } from "./value.ts"

/** The expression inside `{% … %}`, or undefined for any other text. */
export function expressionOf(text: string): string | undefined {
  return text.startsWith("{%") && text.endsWith("%}") && text.length >= 4 ? text.slice(2, -2).trim() : undefined
}

/**
 * Compiles a payload template of a JSONata state: a string that is `{% … %}` as a whole is an expression, everything
 * else is literal.
 * @throws {JsonataError} where an expression cannot be parsed.
 */
export function compileJsonataTemplate(value: Json, location: string): Template {
  return compileValue(value, location) ?? (() => value)
}

/**
 * Compiles a field that wants a value of one type: a literal, which was looked at when the definition was checked, or
 * an expression, whose result is. (Recorded for `Items`; by the same rule for the others)
 * @throws {JsonataError} where the expression cannot be parsed.
 */
export function compileTyped(value: Json, location: string, expected: JsonType): Template {
  const source = typeof value === "string" ? expressionOf(value) : undefined
  if (source === undefined) return () => value
  const template = compileJsonataExpression(source, location)
  return (scope) => {
    const result = template(scope)
    const type = jsonType(result)
    if (type === expected) return result
    throw new QueryError(
      "States.QueryEvaluationError",
      `${said(source, location)} returned an unexpected result type. Expected '${expected}', but was '${type}' for value: ${JSON.stringify(result)}`,
      location,
    )
  }
}

/** Answers undefined for a value without anything to evaluate. */
function compileValue(value: Json, location: string): Template | undefined {
  if (typeof value === "string") {
    const source = expressionOf(value)
    return source === undefined ? undefined : compileJsonataExpression(source, location)
  }
  if (Array.isArray(value)) {
    const items = value as readonly Json[] // isArray does not narrow a readonly array
    const compiled = items.map((item, index) => compileValue(item, `${location}[${index}]`))
    if (compiled.every((item) => item === undefined)) return undefined
    return (scope) =>
      items.map((item, index) => {
        const template = compiled[index]
        return template === undefined ? item : template(scope)
      })
  }
  if (!isJsonObject(value)) return undefined
  const fields: [key: string, template: Template][] = []
  for (const [key, field] of Object.entries(value)) {
    const template = compileValue(field, `${location}/${key}`)
    if (template !== undefined) fields.push([key, template])
  }
  if (fields.length === 0) return undefined
  // A copy of the whole object first: its literal members are there, and the others have their places.
  return (scope) => {
    const result: Record<string, Json> = { ...value }
    for (const [key, template] of fields) putMember(result, key, template(scope))
    return result
  }
}

/**
 * Compiles one `{% … %}` field.
 * @throws {JsonataError} where the expression cannot be parsed.
 */
function compileJsonataExpression(source: string, location: string): Template {
  const program = compileProgram(source)
  const direct = compileDirect(program.ast)
  const selection = selects(program.ast)
  const context = contextUse(program.ast)
  const sentence = said(source, location)
  return (scope) => {
    const read = direct?.(scope)
    if (read !== undefined && read !== undecided) return read as Json // a scope holds JSON
    const value = run(program, context, scope, sentence, location)
    if (value === undefined)
      throw new QueryError("States.QueryEvaluationError", `${sentence} returned nothing (undefined).`, location)
    const held = selection && typeof value === "object" && !isFunctionValue(value) && !isMarked(value)
    return held ? (value as Json) : toJson(value, sentence, location) // a scope holds JSON
  }
}

/** How AWS begins every cause that tells of an expression. */
function said(source: string, location: string): string {
  return `The JSONata expression '${source}' specified for the field '${location}'`
}

function run(program: Program, context: ContextUse, scope: Scope, said: string, location: string): Value {
  try {
    return program.evaluate(undefined, new ScopeGiven(scope, context, location))
  } catch (error) {
    if (!(error instanceof JsonataError)) throw error
    const cause = `${said} threw an error during evaluation${error.ending}`
    throw new QueryError("States.QueryEvaluationError", cause, location)
  }
}

/** What a field's expression is given: the state's scope. */
class ScopeGiven implements Given {
  readonly states: Scope
  readonly #context: ContextUse
  readonly #location: string
  #whole: Value

  constructor(scope: Scope, context: ContextUse, location: string) {
    this.states = scope
    this.#context = context
    this.#location = location
  }

  get nowMs(): number {
    return this.states.nowMs
  }

  seed(): string {
    return `${this.states.seed}/${this.#location}`
  }

  outside(name: string): Value {
    return name === "states" ? (this.#whole ??= statesOf(this.states, this.#context)) : this.states.variable(name)
  }
}

/** `$states`. Its context is left out where nobody can read it. */
function statesOf(scope: Scope, context: ContextUse): Value {
  const states: Record<string, Value> = { input: scope.input }
  if (scope.result !== undefined) states["result"] = scope.result
  if (scope.errorOutput !== undefined) states["errorOutput"] = scope.errorOutput
  if (context === "named") states["context"] = scope.context()
  else if (context === "unknown") {
    Object.defineProperty(states, "context", { enumerable: true, get: () => scope.context() })
  }
  return states
}

/** A result as JSON: a clean copy of what JSONata built, without its marks; numbers that JSON lacks become text, as on AWS. */
function toJson(value: Value, said: string, location: string): Json {
  const refuse = (cause: string): QueryError => new QueryError("States.QueryEvaluationError", cause, location)
  try {
    return clean(value, new Extent(), () => refuse(`${said} returned an unsupported result type.`))
  } catch (error) {
    if (!(error instanceof JsonataError)) throw error
    throw refuse(`${said} threw an error during evaluation${error.ending}`)
  }
}

function clean(value: Value, extent: Extent, unsupported: () => Error): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value)
  if (typeof value !== "object" || isFunctionValue(value)) throw unsupported()
  return Array.isArray(value) ? cleanList(value, extent, unsupported) : cleanObject(value, extent, unsupported)
}

function cleanObject(value: object, extent: Extent, unsupported: () => Error): Json {
  const members = value as Readonly<Record<string, Value>> // no array
  const keys = Object.keys(members)
  let changed: Record<string, Json> | undefined
  extent.enter(keys.length)
  for (const key of keys) {
    const field = members[key]
    const json = field === undefined ? undefined : clean(field, extent, unsupported)
    if (json === field) continue
    changed ??= { ...(members as Record<string, Json>) } // being cleaned
    if (json === undefined) delete changed[key]
    else changed[key] = json
  }
  extent.leave()
  return changed ?? (value as Json) // every field is JSON
}

function cleanList(value: readonly Value[], extent: Extent, unsupported: () => Error): Json {
  let items: Json[] | undefined
  extent.enter(value.length)
  for (let at = 0; at < value.length; at++) {
    const item = value[at]
    const json = item === undefined ? null : clean(item, extent, unsupported)
    if (items === undefined && json !== item) items = value.slice(0, at) as Json[] // all JSON so far
    items?.push(json)
  }
  extent.leave()
  if (items !== undefined) return items
  return (isMarked(value) ? value.slice() : value) as Json // every item is JSON
}
