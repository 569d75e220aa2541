import type { Statement } from "../code/code.ts"
import { Unstructured } from "../unstructured.ts"
import { ending, type LevelParts, type Stepped, type Stops, stopsOf, type Written } from "./chain.ts"
import { assigns, mentions, writeEmbedded } from "./embed.ts"
import type { Env } from "./env.ts"
import { mergeEmbedded } from "./merge-embedded.ts"
import { type PlainState, readState } from "./read-state.ts"
import { writeAttempt } from "./write-attempt.ts"
import { writeChoice } from "./write-choice.ts"
import { writeLoop } from "./write-loop.ts"
import { writeStep } from "./write-step.ts"

/** See {@link WriteChain}. */
export function writeChain(parts: LevelParts, start: string, env: Env, stops: Stops, entered = false): Written {
  const statements: Statement[] = []
  let [name, known, inside]: [string, Env, boolean] = [start, env, entered]
  for (;;) {
    if (!inside) {
      const stopped = stopAt(name, known, stops)
      if (stopped !== undefined)
        return { statements: mergeEmbedded([...statements, ...stopped.statements]), exit: stopped.exit }
    }
    const loop = parts.loops.get(name)
    const stepped: Stepped =
      loop !== undefined && !inside ? writeLoop(parts, loop, known, stops) : writeState(parts, name, known, stops)
    inside = false
    statements.push(...stepped.statements)
    if ("exit" in stepped) return { statements: mergeEmbedded(statements), exit: stepped.exit }
    if (stepped.next === undefined) {
      const last = ending(stepped.env.input, stops)
      return { statements: mergeEmbedded([...statements, last]), exit: { kind: "ended" } }
    }
    name = stepped.next
    known = stepped.env
  }
}

function stopAt(name: string, env: Env, stops: Stops): Written | undefined {
  if (!stopsOf(stops).includes(name)) return undefined
  const { loop, follow } = stops
  if (name === follow) return { statements: [], exit: { kind: "falls", env } }
  if (loop === undefined) return undefined
  const code = loop.carry(env, name === loop.loop.head)
  return { statements: [{ kind: "return", code }], exit: { kind: "carries" } }
}

function writeState(parts: LevelParts, name: string, env: Env, stops: Stops): Stepped {
  const { context } = parts
  const fields = parts.take(name)
  const comment: readonly Statement[] =
    typeof fields.Comment === "string" && fields.Comment !== "" ? [{ kind: "comment", text: fields.Comment }] : []
  try {
    const state = readState(name, fields, context.languageOf(fields))
    const stepped = writePlain(parts, state, env, stops)
    return { ...stepped, statements: [...comment, ...stepped.statements] }
  } catch (error) {
    if (!(error instanceof Unstructured)) throw error
    if (!canStandAlone(parts, name, env))
      throw error.state === undefined ? new Unstructured(error.reason, error.detail, name) : error
    const stepped = writeEmbedded(parts, name, fields, env, stops, error)
    return { ...stepped, statements: [...comment, ...stepped.statements] }
  }
}

function writePlain(parts: LevelParts, state: PlainState, env: Env, stops: Stops): Stepped {
  if (state.type === "Choice") return writeChoice(parts, state, env, stops)
  return state.catchers.length > 0 ? writeAttempt(parts, state, env, stops) : writeStep(parts, state, env, stops)
}

/** A state that leads to one other at most, and neither reads nor writes variables, can be embedded between steps. */
function canStandAlone(parts: LevelParts, name: string, env: Env): boolean {
  const fields = parts.states[name] ?? null
  return (
    (parts.graph.successors.get(name) ?? []).length <= 1 && !mentions(fields, env.variables.keys()) && !assigns(fields)
  )
}
