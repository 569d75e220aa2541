import { type Builder, type Input, task, workflow } from "@stepwright/dsl"
import { isJsonObject, type Json, type JsonObject } from "@stepwright/engine/asl"
import { compile } from "@stepwright/engine/compile"
import { runTest } from "stepwright/testing"
import { z } from "zod"

const Done = z.object({ done: z.boolean() })
const doing = task("do", { input: z.object({ at: z.number() }), output: Done })
const undoing = task("undo", { input: z.object({ key: z.string() }) })

/** The flows that are counted, each of so many steps. */
export const shapes = ["chain", "section", "map"] as const
export type Shape = (typeof shapes)[number]

/** What a saga costs, beside the same flow without compensation and the least that a hand-written one needs. */
export interface Cost {
  readonly shape: Shape
  readonly steps: number
  /** States of the plan. */
  readonly states: number
  /** The steps, a compensation for each, the states around both, and one Fail. */
  readonly leastStates: number
  /** State transitions that AWS bills where nothing fails: states entered. */
  readonly transitions: number
  readonly plainTransitions: number
}

/** Transitions that compensation may add where nothing fails: two for a chain, one more for a section or map in it. */
export const budget: Readonly<Record<Shape, number>> = { chain: 2, section: 3, map: 3 }

/** The same as rows of a page. */
export function costTable(costs: readonly Cost[]): string {
  const rows = costs.map(({ shape, steps, states, leastStates, transitions, plainTransitions }) => [
    `${shape} of ${steps}`,
    `${states}`,
    `${leastStates}`,
    `${transitions}`,
    `${plainTransitions}`,
  ])
  const head = ["flow", "states", "least by hand", "transitions", "without compensation"]
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")
}

export async function costOf(shape: Shape, steps: number): Promise<Cost> {
  const { plan } = compile(flow(shape, steps, true).tree)
  return {
    shape,
    steps,
    states: countStates(plan.definition as unknown as JsonObject), // ASL is JSON
    leastStates: leastStates(shape, steps),
    transitions: await transitionsOf(shape, steps, true),
    plainTransitions: await transitionsOf(shape, steps, false),
  }
}

function leastStates(shape: Shape, steps: number): number {
  if (shape === "chain") return 2 * steps + 1
  return shape === "section" ? 2 * (steps + 1) + 1 : 5
}

const Items = z.object({ items: z.array(z.number()) })

function flow(shape: Shape, steps: number, compensated: boolean) {
  const step = (w: Builder, at: Input<number>, name: string): void => {
    const call = doing({ at })
    if (compensated) w.run(call, { name, compensate: ({ key }) => undoing({ key }) })
    else w.run(call, { name })
  }
  return workflow("counted", { input: Items }, (w, { items }) => {
    if (shape === "map") w.each(items, (at, w) => step(w, at, "do"))
    else if (shape === "chain") for (let at = 0; at < steps; at++) step(w, at, `do-${at}`)
    else {
      const branches = Array.from({ length: steps }, (_, at) => [`b${at}`, (w: Builder) => step(w, at, `do-${at}`)])
      w.all(Object.fromEntries(branches) as Readonly<Record<string, (w: Builder) => void>>)
    }
    return steps
  })
}

async function transitionsOf(shape: Shape, steps: number, compensated: boolean): Promise<number> {
  const items = Array.from({ length: steps }, (_, at) => at)
  const { status, history } = await runTest(flow(shape, steps, compensated), {
    input: { items },
    mocks: { do: { done: true }, ...(compensated && { undo: null }) },
  })
  if (status !== "SUCCEEDED") throw new Error(`the counted execution ended ${status}`)
  return history.filter(({ type }) => type.endsWith("StateEntered")).length
}

function countStates(level: JsonObject): number {
  const states = isJsonObject(level.States) ? Object.values(level.States).filter(isJsonObject) : []
  const inner = (state: JsonObject): readonly JsonObject[] =>
    [...((state.Branches ?? []) as readonly Json[]), state.ItemProcessor ?? null].filter(isJsonObject) // a list, in ASL
  return states.reduce((sum, state) => sum + 1 + inner(state).reduce((all, each) => all + countStates(each), 0), 0)
}
