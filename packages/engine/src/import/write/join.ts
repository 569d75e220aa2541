import type { Code, Statement } from "../code/code.ts"
import { Unstructured } from "../unstructured.ts"
import type { LevelParts, Stepped, Stops, Written } from "./chain.ts"
import { type Env, meet } from "./env.ts"
import { handOn } from "./flow-statements.ts"
import type { Flow } from "./read-state.ts"

/** One of the ways out of a state, as the statements that stand in its branch. */
export interface Branch {
  readonly written: Written
}

/** A way out of a state: where it leads, and what it hands on. */
export interface Way {
  readonly target: string
  readonly flow: Flow
  readonly env: Env
  readonly otherwise: Code
  readonly name: string
  readonly error?: Code
}

/** What stands in the branch of one way out. */
export function branchOf(parts: LevelParts, way: Way, stops: Stops): Branch {
  const { target, flow, env, otherwise, name, error } = way
  const scope = { input: env.input, variables: env.variables, ...(error === undefined ? {} : { error }) }
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

/** What a construct over branches stands between. */
export interface Joining {
  readonly env: Env
  readonly follow: string | undefined
  readonly stops: Stops
  readonly wanted: string
}

/** A construct over branches, and how the line goes on after it. */
export function joined(
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
