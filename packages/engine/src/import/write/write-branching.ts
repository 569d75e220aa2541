import { arrowCode, callCode, callWith, type Code, jsonCode, nameOf, type Statement, Value } from "../code/code.ts"
import { isJsonObject, type JsonObject } from "../../asl/json.ts"
import { writeTemplate } from "../query/template.ts"
import { Unstructured } from "../unstructured.ts"
import { ending, type LevelParts, type Stepped, type Stops, type Written } from "./chain.ts"
import { type Env, meet } from "./env.ts"
import { handOn } from "./flow-statements.ts"
import { checkHandled } from "./handled.ts"
import { flowOf, listOf, type Flow, type PlainState } from "./read-state.ts"
import { scopeOf, writeWork } from "./write-step.ts"

/** One of the ways out of a state, as the statements that stand in its branch. */
interface Branch {
  readonly written: Written
}

/** A Choice, or a state that handles failures. */
export function writeBranching(parts: LevelParts, state: PlainState, env: Env, stops: Stops): Stepped {
  return state.type === "Choice" ? writeChoice(parts, state, env, stops) : writeAttempt(parts, state, env, stops)
}

/** `w.when(…).elseWhen(…).otherwise(…)`. */
function writeChoice(parts: LevelParts, state: PlainState, env: Env, stops: Stops): Stepped {
  const { context } = parts
  const { name, fields, flow } = state
  const rules = listOf(fields.Choices)
  const { Default: fallback } = fields
  if (typeof fallback !== "string") throw new Unstructured("FLOW", "It fails where no rule holds.", name)
  const targets = [...rules.map(({ Next }) => String(Next)), fallback]
  const conditions = rules.map((rule) => conditionOf(name, rule.Condition, env))
  const step = context.stepName(name)
  context.tell(name, fields, undefined, step)
  const follow = parts.followOf(name, targets, stops)
  const flows = [...rules.map(flowOf), flow]
  const branches = targets.map((target, at) =>
    branchOf(
      parts,
      { target, flow: flows[at] ?? flow, env, otherwise: env.input, name },
      { ...stops, follow: follow ?? stops.follow, top: false },
    ),
  )
  return joined(branches, { env, follow, stops, wanted: name }, (bodies) => whenCode(conditions, bodies, step))
}

function conditionOf(name: string, condition: unknown, env: Env): Code {
  if (typeof condition === "boolean") return callCode("value", jsonCode(condition))
  if (typeof condition !== "string" || !condition.startsWith("{%"))
    throw new Unstructured("FIELD", "One of its conditions is no expression.", name)
  const code = writeTemplate({ template: condition }, scopeOf(env), "z.boolean()")
  if (code.kind !== "json") return code
  if (typeof code.value !== "boolean")
    throw new Unstructured("EXPRESSION", "One of its conditions is never true or false.", name)
  return callCode("value", code)
}

function whenCode(conditions: readonly Code[], bodies: readonly (readonly Statement[])[], step: string): Code {
  const body = (at: number): Code => arrowCode(["w"], bodies[at] ?? [])
  const [first, ...more] = conditions
  const named = { kind: "object", fields: [["name", jsonCode(step)]] } as const
  const when: Code = callCode("w.when", first ?? jsonCode(true), body(0), named)
  const chain = more.reduce<Code>(
    (of, condition, at) => ({ kind: "method", of, name: "elseWhen", args: [condition, body(at + 1)] }),
    when,
  )
  const last = bodies.at(-1) ?? []
  return last.length === 0 ? chain : { kind: "method", of: chain, name: "otherwise", args: [body(conditions.length)] }
}

interface Way {
  readonly target: string
  readonly flow: Flow
  readonly env: Env
  readonly otherwise: Code
  readonly name: string
  readonly error?: Code
}

/** What stands in the branch of one way out. */
function branchOf(parts: LevelParts, way: Way, stops: Stops): Branch {
  const { target, flow, env, otherwise, name, error } = way
  const scope = { ...scopeOf(env), ...(error === undefined ? {} : { error }) }
  const handed = handOn({
    flow,
    scope,
    otherwise,
    name: `${name} output`,
    stepName: (words) => parts.context.stepName(words),
  })
  const written = parts.writeChain(parts, target, handed.env, stops)
  return { written: { statements: [...handed.statements, ...written.statements], exit: written.exit } }
}

interface Joining {
  readonly env: Env
  readonly follow: string | undefined
  readonly stops: Stops
  readonly wanted: string
}

/** A construct over branches, and how the line goes on after it. */
function joined(
  branches: readonly Branch[],
  { env, follow, stops, wanted }: Joining,
  make: (bodies: readonly (readonly Statement[])[]) => Code,
): Stepped {
  const exits = branches.map(({ written }) => written.exit)
  const carries = exits.some(({ kind }) => kind === "carries")
  const falling = exits.flatMap((exit) => (exit.kind === "falls" ? [exit.env] : []))
  if (carries && falling.length > 0)
    throw new Unstructured("FLOW", `Of the ways out of '${wanted}' some leave the loop and some go on.`)
  const bodies = branches.map(({ written }) => written.statements)
  if (carries) return { statements: [{ kind: "return", code: make(bodies) }], exit: { kind: "carries" } }
  if (falling.length === 0) return { statements: [{ kind: "do", code: make(bodies) }], exit: { kind: "ended" } }
  const met = meet(falling, env, wanted)
  let at = 0
  const giving = branches.map(({ written: { statements, exit } }): readonly Statement[] => {
    if (exit.kind !== "falls") return statements
    const given = met.given?.[at++]
    return given === undefined ? statements : [...statements, { kind: "return", code: given }]
  })
  const statement: Statement = { kind: "const", value: met.value, init: make(giving) }
  if (follow === undefined || follow === stops.follow)
    return { statements: [statement], exit: { kind: "falls", env: met.env } }
  return { statements: [statement], env: met.env, next: follow }
}

/** `w.attempt(…).catch({ … })` around one state, with what it hands on; nothing else is handled by its catchers. */
function writeAttempt(parts: LevelParts, state: PlainState, env: Env, stops: Stops): Stepped {
  const { context } = parts
  const { name, catchers, next } = state
  for (const { errors } of catchers) for (const error of errors) checkHandled(name, error)
  const named = catchers.flatMap(({ errors }) => errors)
  if (new Set(named).size < named.length)
    throw new Unstructured("FLOW", "Two of its catchers name the same error.", name)
  const work = writeWork(parts, state, env)
  const targets = [...(next === undefined ? [] : [next]), ...catchers.map((catcher) => catcher.next)]
  const follow = parts.followOf(name, targets, stops, { ended: next === undefined, preferred: next })
  const inner: Stops = { ...stops, follow: follow ?? stops.follow, top: false }
  if (next !== undefined && next !== inner.follow)
    throw new Unstructured("FLOW", "What follows it and what handles its failures meet later.", name)
  const handlers = catchers.map((catcher, at) => {
    const error = new Value(catchers.length === 1 ? "error" : `error ${at + 1}`)
    const way: Way = {
      target: catcher.next,
      flow: catcher.flow,
      env,
      otherwise: nameOf(error),
      name: `${name} caught`,
      error: nameOf(error),
    }
    return { error, errors: catcher.errors, branch: branchOf(parts, way, inner) }
  })
  // Where only it goes on, the end of the level stands after the attempt, among the level's own statements.
  const early = next === undefined && handlers.some(({ branch }) => branch.written.exit.kind !== "ended")
  const own: Branch = early
    ? { written: { statements: [...work.statements, ending(work.env.input, inner)], exit: { kind: "ended" } } }
    : { written: { statements: work.statements, exit: { kind: "falls", env: work.env } } }
  const step = context.stepName(`${name} attempt`)
  const made = joined(
    [own, ...handlers.map(({ branch }) => branch)],
    { env, follow, stops, wanted: name },
    ([body = [], ...bodies]) => {
      const caught: Code = {
        kind: "object",
        fields: handlers.flatMap(({ error, errors }, at) =>
          errors.map((one) => [one, arrowCode(["w", error], bodies[at] ?? [])] as const),
        ),
      }
      const run = runAlone(body)
      if (run !== undefined)
        return { ...run, args: [...run.args.slice(0, -1), withField(run.args.at(-1), "catch", caught)] }
      const of = callWith("w.attempt", [arrowCode(["w"], body)], [["name", jsonCode(step)]])
      return { kind: "method", of, name: "catch", args: [caught] }
    },
  )
  if (next !== undefined || early) return made
  const known = "exit" in made ? made.exit : { kind: "falls" as const, env: made.env }
  return known.kind === "falls"
    ? { statements: [...made.statements, ending(known.env.input, stops)], exit: { kind: "ended" } }
    : made
}

/** The one `w.run` that a body consists of, and whose result is all that the body gives. */
function runAlone(body: readonly Statement[]): Extract<Code, { readonly kind: "call" }> | undefined {
  const [only, last, ...more] = body
  if (only?.kind !== "const" || only.init.kind !== "call" || only.init.fn !== "w.run" || more.length > 0)
    return undefined
  if (last === undefined) return only.init
  if (last.kind !== "return" || last.code.kind !== "merged") return undefined
  const [given, ...others] = last.code.fields
  const same = given?.[1].kind === "name" && given[1].value === only.value && others.length === 0
  return same ? only.init : undefined
}

function withField(options: Code | undefined, key: string, field: Code): Code {
  const fields =
    options?.kind === "object"
      ? options.fields
      : Object.entries(optionsOf(options)).map(([name, value]) => [name, jsonCode(value)] as const)
  return { kind: "object", fields: [...fields, [key, field]] }
}

function optionsOf(options: Code | undefined): JsonObject {
  return options?.kind === "json" && isJsonObject(options.value) ? options.value : {}
}
