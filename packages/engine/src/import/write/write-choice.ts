import { arrowCode, callCode, type Code, jsonCode, type Statement } from "../code/code.ts"
import type { JsonObject } from "../../asl/json.ts"
import { pathCondition } from "../query/path-condition.ts"
import { writeTemplate } from "../query/template.ts"
import { Unstructured } from "../unstructured.ts"
import type { LevelParts, Stepped, Stops } from "./chain.ts"
import type { Env } from "./env.ts"
import { branchOf, joined } from "./join.ts"
import { flowOf, listOf, type PlainState } from "./read-state.ts"
import { scopeOf } from "./write-step.ts"
import { textIn } from "../text-in.ts"

/** `w.when(…).elseWhen(…).otherwise(…)`. */
export function writeChoice(parts: LevelParts, state: PlainState, env: Env, stops: Stops): Stepped {
  const { context } = parts
  const { name, fields, flow } = state
  const rules = listOf(fields.Choices)
  const { Default: fallback } = fields
  if (typeof fallback !== "string") throw new Unstructured("FLOW", "It fails where no rule holds.", name)
  const targets = [...rules.map(({ Next }) => textIn(Next)), fallback]
  const conditions = rules.map((rule) => conditionOf(name, rule, env))
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

function conditionOf(name: string, rule: JsonObject, env: Env): Code {
  const { Condition: condition } = rule
  if (condition === undefined) return pathCondition(name, rule, env.input)
  if (typeof condition === "boolean") return callCode("value", jsonCode(condition))
  if (typeof condition !== "string" || !condition.startsWith("{%"))
    throw new Unstructured("FIELD", "One of its conditions is no expression.", name)
  const code = writeTemplate({ template: condition }, scopeOf(env), "z.boolean()")
  if (code.kind !== "json") return code
  if (typeof code.value !== "boolean")
    throw new Unstructured("EXPRESSION", "One of its conditions is never true or false.", name)
  return callCode("value", code)
}

/** A chain of conditions and their bodies; one body more than conditions. */
export function whenCode(conditions: readonly Code[], bodies: readonly (readonly Statement[])[], step: string): Code {
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
