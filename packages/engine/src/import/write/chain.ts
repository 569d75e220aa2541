import { isJsonObject, type JsonObject } from "../../asl/json.ts"
import { callCode, type Code, type Statement } from "../code/code.ts"
import { type Graph, graphOf, predecessorsOf } from "../flow/graph.ts"
import { type Loop, loopsOf } from "../flow/loops.ts"
import { Unstructured } from "../unstructured.ts"
import type { Context } from "./context.ts"
import type { Env } from "./env.ts"
import { textIn } from "../text-in.ts"

/** Where a line of statements must stop. */
export interface Stops {
  /** The state that stands after the construct around. */
  readonly follow: string | undefined
  /** The loop around, and what it carries on. */
  readonly loop: LoopStops | undefined
  /** The statements are the level's own, and no construct's in it. */
  readonly top: boolean
}

export interface LoopStops {
  readonly loop: Loop
  /** The state that stands after the loop; undefined where nothing does. */
  readonly exit: string | undefined
  /** What the loop is left with, or goes round with. */
  readonly carry: (env: Env, again: boolean) => Code
}

/** How a line of statements ends. */
export type Exit =
  /** It reaches what stands after it. */
  | { readonly kind: "falls"; readonly env: Env }
  /** It has returned what a loop carries. */
  | { readonly kind: "carries" }
  /** It has ended its level. */
  | { readonly kind: "ended" }

export interface Written {
  readonly statements: readonly Statement[]
  readonly exit: Exit
}

/** What a state comes to: what is known after it, and where it leads; or that its line has ended. */
export type Stepped =
  | { readonly statements: readonly Statement[]; readonly env: Env; readonly next: string | undefined }
  | Written

/**
 * States one after the other, from this one until the line ends or reaches where it must stop.
 * @param entered - It stands in its own loop already.
 * @throws {Unstructured} where no statement says what they do.
 */
export type WriteChain = (parts: LevelParts, start: string, env: Env, stops: Stops, entered?: boolean) => Written

/** Ends the level with a value: the level's own statements return it, those of a construct in it say so. */
export function ending(value: Code, { top }: Stops): Statement {
  return { kind: "return", code: top ? value : callCode("w.return", value) }
}

/** One level of a machine while it is written: which states there are, and which are written already. */
export class LevelParts {
  readonly context: Context
  readonly states: JsonObject
  readonly graph: Graph
  readonly loops: ReadonlyMap<string, Loop>
  readonly #before: ReadonlyMap<string, readonly string[]>
  readonly writeChain: WriteChain
  readonly #written = new Set<string>()
  #begins: Code | undefined = undefined

  /** @throws {Unstructured} for a level that has no structure. */
  constructor(context: Context, level: JsonObject, writeChain: WriteChain) {
    this.context = context
    this.writeChain = writeChain
    this.states = isJsonObject(level.States) ? level.States : {}
    this.graph = graphOf(textIn(level.StartAt), this.states)
    const unreached = Object.keys(this.states).find((name) => !this.graph.order.includes(name))
    if (unreached !== undefined) throw new Unstructured("FLOW", `Nothing leads to '${unreached}'.`, unreached)
    this.loops = loopsOf(this.graph)
    this.#before = predecessorsOf(this.graph.order, this.graph.successors)
  }

  /** Says what the level begins with by itself: embedded states at its start need not be given it. */
  begin(input: Code): void {
    this.#begins = input
  }

  /** States that are embedded, and so stand in the plan once. */
  readonly embedded: Set<string> = new Set()

  /** Whether this is what the level begins with, and nothing was written yet. */
  isBeginning(input: Code): boolean {
    return this.#begins === input && this.#written.size === 1
  }

  /** A state that is about to be written. @throws {Unstructured} where it would be written twice. */
  take(name: string): JsonObject {
    const state = this.states[name]
    if (!isJsonObject(state)) throw new Unstructured("FLOW", `There is no state '${name}'.`)
    if (this.#written.has(name) && !this.#isEnd(name))
      throw new Unstructured("FLOW", `'${name}' is reached from two places that nothing joins.`, name)
    this.#written.add(name)
    return state
  }

  /**
   * The state after a state that branches: where its ways meet, else the one way that goes on while the others end.
   * Undefined where each goes its own way.
   * @param ended - Another way of it ends the level, beside these.
   * @param preferred - The one that goes on where all of them end.
   */
  followOf(
    name: string,
    targets: readonly string[],
    stops: Stops,
    { ended = false, preferred }: { readonly ended?: boolean; readonly preferred?: string | undefined } = {},
  ): string | undefined {
    const away = new Set(stopsOf(stops))
    const children = this.graph.order.filter(
      (other) => this.graph.dominator.get(other) === name && !away.has(other) && !this.#isEnd(other),
    )
    const meeting = children.filter((child) => this.#forwards(child).length > 1)
    if (meeting.length > 1)
      throw new Unstructured("FLOW", `The ways out of '${name}' meet in several places: ${meeting.join(", ")}.`, name)
    if (meeting[0] !== undefined) return meeting[0]
    const ending = new Set(targets.filter((target) => !away.has(target) && !this.#reaches(target, away)))
    const going = [...new Set(targets)].filter((target) => !ending.has(target))
    if (going.length > 1 || going.some((target) => away.has(target))) return undefined
    if (going[0] !== undefined || ended) return going[0]
    return preferred ?? this.heaviest([...ending].filter((target) => !this.#fails(target)))
  }

  /** Of some states the one from which most others are reached; of equals the first. */
  heaviest(names: readonly string[]): string | undefined {
    return names.toSorted((left, right) => this.#reachable(right).length - this.#reachable(left).length)[0]
  }

  /** A Fail or Succeed is written wherever something leads to it: what ends a line needs nothing to join it. */
  #isEnd(name: string): boolean {
    const state = this.states[name]
    return isJsonObject(state) && (state.Type === "Fail" || state.Type === "Succeed")
  }

  #fails(name: string): boolean {
    const state = this.states[name]
    return isJsonObject(state) && state.Type === "Fail"
  }

  /** The transitions that lead to a state and are no way round a loop. */
  #forwards(name: string): readonly string[] {
    const inside = this.loops.get(name)?.members
    return (this.#before.get(name) ?? []).filter((from) => inside?.has(from) !== true)
  }

  #reaches(from: string, targets: ReadonlySet<string>): boolean {
    return this.#reachable(from).some((name) => targets.has(name))
  }

  #reachable(from: string): readonly string[] {
    const seen = new Set([from])
    for (const name of seen) for (const next of this.graph.successors.get(name) ?? []) seen.add(next)
    return [...seen]
  }
}

/** The states at which a line of statements stops. */
export function stopsOf({ follow, loop }: Stops): readonly string[] {
  return [follow, loop?.loop.head, loop?.exit].filter((name) => name !== undefined)
}
