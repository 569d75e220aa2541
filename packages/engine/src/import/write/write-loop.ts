import {
  arrowCode,
  callCode,
  callWith,
  type Code,
  jsonCode,
  Merge,
  type MergedCode,
  nameOf,
  type Statement,
  Value,
} from "../code/code.ts"
import type { Loop } from "../flow/loops.ts"
import { Unstructured } from "../unstructured.ts"
import { type LevelParts, type Stepped, type Stops, stopsOf } from "./chain.ts"
import { type Env, fieldOf, inputKey, read } from "./env.ts"
import { flowOf, listOf } from "./read-state.ts"
import { isJsonObject } from "../../asl/json.ts"

/**
 * `w.repeat(…)`: each pass carries on what the next one, or what follows, is to know, and whether there is a next one.
 */
export function writeLoop(parts: LevelParts, loop: Loop, env: Env, stops: Stops): Stepped {
  const { context } = parts
  const exit = exitOf(parts, loop, stops)
  const assigned = assignedIn(parts, loop)
  const keys = [inputKey, ...new Set([...env.variables.keys(), ...assigned])].filter(
    (key) => key === inputKey || assigned.has(key),
  )
  const merge = new Merge(false)
  const carried = new Value("carried", merge)
  const member = (of: Value, key: string): Code => ({
    kind: "field",
    of: nameOf(of),
    name: fieldOf(key, keys),
    sure: true,
  })
  // A variable that the loop assigns first is not known at its head, and after it only where every way out knows it.
  const unsure = new Set(keys.filter((key) => key !== inputKey && !env.variables.has(key)))
  const known: Env = {
    input: member(carried, inputKey),
    variables: new Map(
      [...env.variables.keys()].map((key) => [
        key,
        assigned.has(key) ? member(carried, key) : (env.variables.get(key) ?? jsonCode(null)),
      ]),
    ),
  }
  const left: Env[] = []
  const carry = (at: Env, again: boolean): MergedCode => {
    if (!again) left.push(at)
    const fields = keys.map((key) => [fieldOf(key, keys), read(at, key) ?? jsonCode(null)] as const)
    return { kind: "merged", merge, fields: [["again", jsonCode(again)], ...fields] }
  }
  const inner: Stops = { follow: undefined, loop: { loop, exit, carry }, top: false }
  const body = parts.writeChain(parts, loop.head, known, inner, true)
  if (body.exit.kind === "falls")
    throw new Unstructured("FLOW", `The loop at '${loop.head}' goes on in two places.`, loop.head)
  const step = context.stepName(`${loop.head} loop`)
  const initial: MergedCode = {
    kind: "merged",
    merge,
    typed: true,
    fields: [
      ["again", jsonCode(true)],
      ...keys.map((key) => [fieldOf(key, keys), read(env, key) ?? jsonCode(null)] as const),
    ],
  }
  const last = new Value("last", merge)
  const until = arrowCode(
    [last],
    [
      {
        kind: "return",
        code: callCode("eq", { kind: "field", of: nameOf(last), name: "again", sure: true }, jsonCode(false)),
      },
    ],
  )
  const after = new Value(`after ${loop.head}`, merge)
  const init = callWith(
    "w.repeat",
    [arrowCode(["w", carried], body.statements)],
    [
      ["name", jsonCode(step)],
      ["initial", initial],
      ["until", until],
      ["max", jsonCode("unbounded")],
    ],
  )
  const statement: Statement = { kind: "const", value: after, init }
  if (left.length === 0 || exit === undefined) return { statements: [statement], exit: { kind: "ended" } }
  const sure = (key: string): boolean => !unsure.has(key) || left.every((at) => at.variables.has(key))
  return {
    statements: [statement],
    env: {
      input: member(after, inputKey),
      variables: new Map([
        ...env.variables,
        ...keys.filter((key) => key !== inputKey && sure(key)).map((key) => [key, member(after, key)] as const),
      ]),
    },
    next: exit,
  }
}

/** The state after a loop: of those that it leads to, the one from which most others are reached. */
function exitOf(parts: LevelParts, { head, members }: Loop, stops: Stops): string | undefined {
  const targets = new Set(
    [...members].flatMap((name) => parts.graph.successors.get(name) ?? []).filter((name) => !members.has(name)),
  )
  const away = stopsOf(stops)
  const leaving = [...targets].filter((target) => away.includes(target))
  if (leaving.length > 1 || (leaving[0] !== undefined && leaving[0] !== stops.follow))
    throw new Unstructured("FLOW", `The loop at '${head}' leaves more than itself.`, head)
  return leaving[0] ?? parts.heaviest([...targets])
}

/** The variables that the states of a loop assign. */
function assignedIn(parts: LevelParts, { members }: Loop): ReadonlySet<string> {
  const assigned = [...members].flatMap((name) => {
    const state = parts.states[name]
    if (!isJsonObject(state)) return []
    return [state, ...listOf(state.Choices), ...listOf(state.Catch)].flatMap((one) =>
      flowOf(one).assign.map(([key]) => key),
    )
  })
  return new Set(assigned)
}
