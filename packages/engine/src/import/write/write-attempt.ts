import { isJsonObject, type JsonObject } from "../../asl/json.ts"
import {
  type ArrowCode,
  arrowCode,
  callCode,
  callWith,
  type Code,
  jsonCode,
  Merge,
  nameOf,
  type Statement,
  Value,
} from "../code/code.ts"
import { Unstructured } from "../unstructured.ts"
import { ending, type LevelParts, type Stepped, type Stops } from "./chain.ts"
import type { Env } from "./env.ts"
import { checkHandled } from "./handled.ts"
import { type Branch, branchOf, joined, type Way } from "./join.ts"
import type { PlainState } from "./read-state.ts"
import { whenCode } from "./write-choice.ts"
import { writeWork } from "./write-step.ts"

/** `w.attempt(…).catch({ … })` around one state, with what it hands on; nothing else is handled by its catchers. */
export function writeAttempt(parts: LevelParts, state: PlainState, env: Env, stops: Stops): Stepped {
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
  if (next !== undefined && next !== inner.follow) return writeTagged(parts, { state, work, env, next, follow }, stops)
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
  const step = (): string => context.stepName(`${name} attempt`)
  const made = joined(
    [own, ...handlers.map(({ branch }) => branch)],
    { env, follow, stops, wanted: name },
    ([body = [], ...bodies]) => {
      const caught = handlers.map(({ error, errors }, at) => ({
        errors,
        handler: arrowCode(["w", error], bodies[at] ?? []),
      }))
      return attemptCode(body, caught, step)
    },
  )
  if (next !== undefined || early) return made
  const known = "exit" in made ? made.exit : { kind: "falls" as const, env: made.env }
  return known.kind === "falls"
    ? { statements: [...made.statements, ending(known.env.input, stops)], exit: { kind: "ended" } }
    : made
}

interface Tagged {
  readonly state: PlainState
  readonly work: { readonly statements: readonly Statement[]; readonly env: Env }
  readonly env: Env
  readonly next: string
  readonly follow: string | undefined
}

/**
 * Where what follows a state and what handles its failures meet later: the attempt comes to which of them it is, and a
 * `w.when` takes it, so that what follows is not handled as well.
 */
function writeTagged(parts: LevelParts, { state, work, env, next, follow }: Tagged, stops: Stops): Stepped {
  const { context } = parts
  const { name, catchers } = state
  const merge = new Merge(false)
  const outcome = new Value(`${name} outcome`, merge)
  const member = (field: string): Code => ({ kind: "field", of: nameOf(outcome), name: field, sure: true })
  const assigned = [...work.env.variables].filter(([key, code]) => env.variables.get(key) !== code)
  const fields = [["result", work.env.input] as const, ...assigned.map(([key, code]) => [`$${key}`, code] as const)]
  const nothing = fields.map(([key]) => [key, jsonCode(null)] as const)
  const own: Code = { kind: "merged", merge, fields: [["caught", jsonCode(0)], ...fields, ["error", jsonCode(null)]] }
  const caught = catchers.map(({ errors }, at) => {
    const error = new Value("error")
    const given: Code = {
      kind: "merged",
      merge,
      fields: [["caught", jsonCode(at + 1)], ...nothing, ["error", nameOf(error)]],
    }
    return { errors, handler: arrowCode(["w", error], [{ kind: "return", code: given }]) }
  })
  const attempt = attemptCode([...work.statements, { kind: "return", code: own }], caught, () =>
    context.stepName(`${name} attempt`),
  )
  const inner: Stops = { ...stops, follow: follow ?? stops.follow, top: false }
  const after: Env = {
    input: member("result"),
    variables: new Map([...work.env.variables, ...assigned.map(([key]) => [key, member(`$${key}`)] as const)]),
  }
  const branches: readonly Branch[] = [
    { written: parts.writeChain(parts, next, after, inner) },
    ...catchers.map((catcher) =>
      branchOf(
        parts,
        {
          target: catcher.next,
          flow: catcher.flow,
          env,
          otherwise: member("error"),
          name: `${name} caught`,
          error: member("error"),
        },
        inner,
      ),
    ),
  ]
  const conditions = catchers.map((_, at) => callCode("eq", member("caught"), jsonCode(at)))
  const made = joined(branches, { env, follow, stops, wanted: name }, (bodies) =>
    whenCode(conditions, bodies, context.stepName(`${name} outcome`)),
  )
  return { ...made, statements: [{ kind: "const", value: outcome, init: attempt }, ...made.statements] }
}

interface Handler {
  readonly errors: readonly string[]
  readonly handler: ArrowCode
}

/** `w.run` with its handlers, or `w.attempt`. One handler of several errors is one function. */
function attemptCode(body: readonly Statement[], handlers: readonly Handler[], step: () => string): Code {
  const caught: Code = {
    kind: "object",
    fields: handlers.flatMap(({ errors, handler }) => errors.map((error) => [error, handler] as const)),
  }
  const run = runAlone(body)
  if (run !== undefined)
    return { ...run, args: [...run.args.slice(0, -1), withField(run.args.at(-1), "catch", caught)] }
  const of = callWith("w.attempt", [arrowCode(["w"], body)], [["name", jsonCode(step())]])
  return { kind: "method", of, name: "catch", args: [caught] }
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
