import { arrowCode, callCode, callWith, type Code, jsonCode, nameOf, type Statement, Value } from "../code/code.ts"
import type { QueryScope } from "../query/scope.ts"
import { isSure, writeTemplate } from "../query/template.ts"
import { Unstructured } from "../unstructured.ts"
import { resourceOf, serviceCode } from "./call.ts"
import { ending, type LevelParts, type Stepped, type Stops } from "./chain.ts"
import type { Env } from "./env.ts"
import { handOn, mayFail } from "./flow-statements.ts"
import { policyOptions, retriesQueries } from "./policy.ts"
import type { PlainState } from "./read-state.ts"
import { writeEach, writeAll } from "./write-inner.ts"
import { textIn } from "../text-in.ts"

/** A state that leads to one other at most. */
export function writeStep(parts: LevelParts, state: PlainState, env: Env, stops: Stops): Stepped {
  const { context } = parts
  const { name, type, fields, next, flow } = state
  switch (type) {
    case "Succeed": {
      context.tell(name, fields)
      const value = flow.output === undefined ? env.input : writeTemplate(flow.output, scopeOf(env))
      return { statements: [ending(value, stops)], exit: { kind: "ended" } }
    }
    case "Fail":
      return writeFail(parts, state)
    case "Pass": {
      const handed = handOn({
        flow,
        scope: scopeOf(env),
        otherwise: env.input,
        name,
        stepName: (words) => context.stepName(words),
      })
      context.tell(name, fields)
      return { ...handed, next }
    }
    case "Wait": {
      const step = context.stepName(name)
      const waits: Statement = { kind: "do", code: waitCode(state, step) }
      const handed = handOn({
        flow,
        scope: scopeOf(env),
        otherwise: env.input,
        name: `${name} output`,
        stepName: (words) => context.stepName(words),
      })
      context.tell(name, fields, undefined, step)
      return { statements: [waits, ...handed.statements], env: handed.env, next }
    }
    case "Task":
    case "Parallel":
    case "Map":
      return { ...writeWork(parts, state, env), next }
    case "Choice":
      throw new Unstructured("FLOW", "A Choice branches.", name) // it is written elsewhere
  }
}

/** A Task, Parallel or Map, with what it hands on. */
export function writeWork(
  parts: LevelParts,
  state: PlainState,
  env: Env,
): { readonly statements: readonly Statement[]; readonly env: Env } {
  const { context } = parts
  const { name, fields, flow } = state
  const value = new Value(name)
  const scope: QueryScope = { ...scopeOf(env), result: nameOf(value) }
  const again = mayFail(flow, scope)
  const step = context.stepName(name)
  const { before, init } = workCode(parts, state, env, step, again)
  const handed = handOn({
    flow,
    scope,
    otherwise: nameOf(value),
    name: `${name} output`,
    stepName: (words) => context.stepName(words),
    retried: retriesQueries(fields),
  })
  context.tell(name, fields, undefined, step)
  return { statements: [...before, { kind: "const", value, init }, ...handed.statements], env: handed.env }
}

/** What an expression can read where only this is known. */
export function scopeOf({ input, variables }: Env): QueryScope {
  return { input, variables }
}

function workCode(
  parts: LevelParts,
  state: PlainState,
  env: Env,
  step: string,
  again: boolean,
): { readonly before: readonly Statement[]; readonly init: Code } {
  if (state.type === "Parallel") return writeAll(parts, state, env, step)
  if (state.type === "Map") return writeEach(parts, state, env, step)
  return { before: [], init: taskCode(state, env, step, again) }
}

function taskCode(state: PlainState, env: Env, step: string, again: boolean): Code {
  const { name, fields } = state
  const resource = resourceOf(name, textIn(fields.Resource))
  const args = (scope: QueryScope): Code =>
    state.arguments === undefined ? scope.input : writeTemplate(state.arguments, scope)
  const token = new Value("token")
  const given = args({ ...scopeOf(env), token: nameOf(token) })
  const options = [["name", jsonCode(step)], ...policyOptions(name, fields, again || !isSure(given))] as const
  if (resource.suffix !== ".waitForTaskToken")
    return callWith("w.run", [serviceCode(resource, args(scopeOf(env)))], options)
  const call = serviceCode(resource, args({ ...scopeOf(env), token: nameOf(token) }))
  return callWith(
    "w.callback",
    [arrowCode(["{ token }"], [{ kind: "return", code: renamed(call, token) }])],
    [["output", { kind: "text", text: "z.unknown()" }], ...options],
  )
}

/** The token is destructured, so it goes by its own name. */
function renamed(code: Code, token: Value): Code {
  switch (code.kind) {
    case "name":
      return code.value === token ? { kind: "text", text: "token" } : code
    case "object":
    case "merged":
      return { ...code, fields: code.fields.map(([key, field]) => [key, renamed(field, token)]) }
    case "array":
      return { ...code, items: code.items.map((item) => renamed(item, token)) }
    case "call":
      return { ...code, args: code.args.map((arg) => renamed(arg, token)) }
    case "jsonata":
      return { ...code, values: code.values.map((value) => renamed(value, token)) }
    case "json":
    case "field":
    case "method":
    case "arrow":
    case "text":
      return code
  }
}

function writeFail({ context }: LevelParts, { name, fields }: PlainState): Stepped {
  const { Error: error, Cause: cause } = fields
  const plain = (text: unknown): text is string => typeof text === "string" && !text.startsWith("{%")
  if (!plain(error) || !plain(cause) || cause.length > 32_768)
    throw new Unstructured("FIELD", "Its Error or Cause is computed, or left out.", name)
  if (error.length === 0 || error.length > 256 || error.startsWith("States."))
    throw new Unstructured("NAME", `It fails with ${JSON.stringify(error)}.`, name)
  const step = context.stepName(name)
  context.tell(name, fields, undefined, step)
  const code = callCode("w.fail", jsonCode(error), jsonCode(cause), {
    kind: "object",
    fields: [["name", jsonCode(step)]],
  })
  return { statements: [{ kind: "return", code }], exit: { kind: "ended" } }
}

function waitCode({ name, fields }: PlainState, step: string): Code {
  const { Seconds: seconds, Timestamp: instant } = fields
  const options = [["name", jsonCode(step)]] as const
  if (typeof seconds === "number" && Number.isInteger(seconds) && seconds >= 0)
    return callWith("w.sleep", [jsonCode(seconds)], options)
  if (typeof instant === "string" && isInstant(instant)) return callWith("w.sleepUntil", [jsonCode(instant)], options)
  throw new Unstructured("FIELD", "How long it waits is computed.", name)
}

/** As the DSL takes it. */
function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))
}
