import type { QueryLanguage, StateMachineDefinition } from "../asl/document.ts"
import type { Json, JsonObject } from "../asl/json.ts"
import { callWith, nameOf, type Statement, Value } from "./code/code.ts"
import { writeModule } from "./module.ts"
import { type ImportReport, reportOf } from "./report.ts"
import { Unstructured } from "./unstructured.ts"
import { LevelParts } from "./write/chain.ts"
import { Context } from "./write/context.ts"
import { machineCode, tellAll, tellBeside } from "./write/embed.ts"
import { isEmbeddedAlone } from "./write/merge-embedded.ts"
import { writeChain } from "./write/write-chain.ts"
import { textIn } from "./text-in.ts"

/** How a state machine is imported. */
export interface ImportOptions {
  /** The workflow's name: 1 to 80 characters. */
  readonly name: string
  /** Its type, which no definition says. Default `STANDARD`. */
  readonly type?: "STANDARD" | "EXPRESS"
}

/** A state machine as a source file. */
export interface Imported {
  /** TypeScript that exports one workflow. */
  readonly source: string
  /** The name that it is exported by. */
  readonly exported: string
  readonly report: ImportReport
}

/**
 * Writes a state machine as TypeScript that compiles back to a plan with the same outcomes: typed steps where a step does
 * what a state does, failures included, and `w.asl` with the states as they are elsewhere.
 * @param definition - A definition that `checkDefinition` finds no errors in.
 */
export function importDefinition(definition: StateMachineDefinition, options: ImportOptions): Imported {
  const level = definition as unknown as JsonObject // a definition is JSON
  const language: QueryLanguage = definition.QueryLanguage ?? "JSONPath"
  const typed = attempt(level, language)
  const { context, statements, input } = typed instanceof Unstructured ? untyped(level, language, typed) : typed
  return {
    ...writeModule(definition, options, input, statements),
    report: reportOf(inOrder(level, context)),
  }
}

interface Body {
  readonly context: Context
  readonly input: Value
  readonly statements: readonly Statement[]
}

function attempt(level: JsonObject, language: QueryLanguage): Body | Unstructured {
  const context = new Context(language)
  const input = new Value("input")
  try {
    const parts = new LevelParts(context, level, writeChain)
    const env = { input: nameOf(input), variables: new Map() }
    parts.begin(env.input)
    const { statements } = writeChain(parts, parts.graph.start, env, { follow: undefined, loop: undefined, top: true })
    if (!isEmbeddedAlone(statements, env.input)) return { context, input, statements }
    tellBeside(context, parts.states)
    return whole(level, context)
  } catch (error) {
    if (error instanceof Unstructured) return error
    throw error
  }
}

/** A machine of which nothing becomes a step. */
function untyped(level: JsonObject, language: QueryLanguage, why: Unstructured): Body {
  const context = new Context(language)
  tellAll(context, level.States as JsonObject, why) // a definition has them
  return whole(level, context)
}

/** The whole machine as it stands. */
function whole(level: JsonObject, context: Context): Body {
  const states = level.States as JsonObject // likewise
  const code = callWith("w.asl", [machineCode(context, textIn(level.StartAt), states)], [])
  return { context, input: new Value("input"), statements: [{ kind: "return", code }] }
}

/** What was told of each state, in the order of the definition. */
function inOrder(level: JsonObject, { states }: Context): ImportReport["states"] {
  const order = namesIn(level)
  return states.toSorted((left, right) => order.indexOf(left.state) - order.indexOf(right.state))
}

function namesIn(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(namesIn) // isArray does not narrow
  if (typeof value !== "object" || value === null) return []
  const { States, Branches, ItemProcessor, Iterator } = value as JsonObject // no list
  const own = typeof States === "object" && States !== null ? Object.entries(States) : []
  return [
    ...own.map(([name]) => name),
    ...own.flatMap(([, state]) => namesIn(state)),
    ...[Branches, ItemProcessor, Iterator].flatMap(namesIn),
  ]
}
