import { isJsonObject, type JsonObject } from "../../asl/json.ts"
import { arrowCode, callWith, type Code, jsonCode, nameOf, type Statement, Value } from "../code/code.ts"
import { isSure, writeTemplate } from "../query/template.ts"
import { Unstructured } from "../unstructured.ts"
import { LevelParts } from "./chain.ts"
import { machineCode, mentions, tellAll, tellBeside } from "./embed.ts"
import type { Env } from "./env.ts"
import { handOn } from "./flow-statements.ts"
import type { Options } from "./policy.ts"
import { isEmbeddedAlone } from "./merge-embedded.ts"
import { listOf, type PlainState } from "./read-state.ts"
import { textIn } from "../text-in.ts"

interface Work {
  readonly before: readonly Statement[]
  readonly init: Code
}

/** A Parallel. Its Arguments are computed before it, for each branch is given the same. */
export function writeAll(parts: LevelParts, state: PlainState, env: Env, step: string): Work {
  const { name, fields } = state
  const given = state.arguments === undefined ? env.input : writeTemplate(state.arguments, env)
  const sure = isSure(given)
  const value = new Value(`${name} arguments`)
  const input = sure ? given : nameOf(value)
  const before: readonly Statement[] = sure
    ? []
    : [
        {
          kind: "const",
          value,
          init: callWith("w.compute", [given], [["name", jsonCode(parts.context.stepName(`${name} arguments`))]]),
        },
      ]
  const branches = listOf(fields.Branches).map((branch) =>
    arrowCode(["w: Builder<unknown>"], levelStatements(parts, branch, { ...env, input }, "given")),
  )
  return { before, init: callWith("w.all", [{ kind: "array", items: branches }], [["name", jsonCode(step)]]) }
}

/** An inline Map. */
export function writeEach(parts: LevelParts, state: PlainState, env: Env, step: string): Work {
  const { name, fields } = state
  const { ItemProcessor: processor, ItemSelector: selector, MaxConcurrency: concurrency, Items: items } = fields
  if (!isJsonObject(processor)) throw new Unstructured("FIELD", "It has no ItemProcessor.", name)
  const { ProcessorConfig: config } = processor
  if (isJsonObject(config) && config.Mode === "DISTRIBUTED") throw new Unstructured("FIELD", "It is distributed.", name)
  // Without them what it is given is its list; where that is none it fails in words of its own.
  if (items === undefined) throw new Unstructured("FIELD", "It goes over what it is given, and names no Items.", name)
  const list = writeTemplate({ template: items }, env, "z.array(z.unknown())")
  const [item, index] = [new Value("item"), new Value("index")]
  const scope = { ...env, item: { value: nameOf(item), index: nameOf(index) } }
  const selected =
    selector === undefined
      ? { statements: [], env: { ...env, input: nameOf(item) } }
      : handOn({
          flow: { output: { template: selector }, assign: [] },
          scope,
          otherwise: nameOf(item),
          name: `${name} item`,
          stepName: (words) => parts.context.stepName(words),
        })
  const body = levelStatements(parts, processor, selected.env, selector === undefined ? "item" : "given")
  return {
    before: [],
    init: callWith(
      "w.each",
      [listed(list, name), arrowCode([item, "w: Builder<unknown>", index], [...selected.statements, ...body])],
      [["name", jsonCode(step)], ...concurrencyOf(name, concurrency)],
    ),
  }
}

/** Items that are surely no list fail in their own words. */
function listed(list: Code, name: string): Code {
  const never = list.kind === "object" || (list.kind === "json" && !Array.isArray(list.value))
  if (never || (list.kind === "jsonata" && /^\s*(?:function|\$\w+\s*:=|\{)/.test(list.texts[0] ?? "")))
    throw new Unstructured("EXPRESSION", "Its Items are no list.", name)
  if (list.kind !== "name" && !(list.kind === "field" && list.type === undefined)) return list
  return { kind: "jsonata", schema: "z.array(z.unknown())", texts: ["", ""], values: [list] }
}

/** AWS runs at most 40 at once. (AWS: "Using Map state in Inline mode") */
function concurrencyOf(name: string, concurrency: unknown): Options {
  if (concurrency === undefined) return []
  if (typeof concurrency !== "number" || concurrency < 0 || concurrency > 40)
    throw new Unstructured("FIELD", "Its MaxConcurrency is computed, or above 40.", name)
  return [["concurrency", jsonCode(concurrency)]]
}

/**
 * The statements of a level inside: typed where that can be, else the whole level as it stands.
 * @param begins - Whether the level begins with what it is given by itself, as a Map's iteration does with its item.
 */
function levelStatements(
  outer: LevelParts,
  level: JsonObject,
  env: Env,
  begins: "item" | "given",
): readonly Statement[] {
  const { context } = outer
  const states = isJsonObject(level.States) ? level.States : {}
  try {
    const parts = new LevelParts(context, level, outer.writeChain)
    if (begins === "item") parts.begin(env.input)
    const stops = { follow: undefined, loop: undefined, top: true }
    const { statements } = parts.writeChain(parts, parts.graph.start, env, stops)
    if (!isEmbeddedAlone(statements, env.input) || mentions(states, env.variables.keys())) return statements
    tellBeside(context, states)
  } catch (error) {
    if (!(error instanceof Unstructured) || mentions(states, env.variables.keys())) throw error
    tellAll(context, states, error)
  }
  const machine = machineCode(context, textIn(level.StartAt), states)
  return [{ kind: "return", code: callWith("w.asl", [machine], begins === "item" ? [] : [["input", env.input]]) }]
}
