import * as fc from "fast-check"

import { targets } from "./targets.ts"
import type { Ending, Target } from "./target.ts"

/** The target of a name. */
export function targetOf(name: string): Target {
  const target = targets.find((one) => one.name === name)
  if (target === undefined)
    throw new Error(`there is no target '${name}': ${targets.map((one) => one.name).join(", ")}`)
  return target
}

/** The seed of one case: another one for each. */
function seedOf(seed: number, number: number): number {
  return (Math.imul(seed ^ (number + 1), 0x9e3779b1) >>> 1) | 0
}

/** Runs one case of a target. The same seed and number give the same input. */
export function runCase(target: Target, seed: number, number: number): Ending {
  const [input] = fc.sample(target.inputs, { seed: seedOf(seed, number), numRuns: 1 })
  return target.run(input)
}

/** The smallest input that fails as a case did, and why. */
export function shrunk(target: Target, seed: number, number: number): string {
  const property = fc.property(target.inputs, (input) => void target.run(input))
  const details = fc.check(property, { seed: seedOf(seed, number), numRuns: 1, interruptAfterTimeLimit: 20_000 })
  const input = JSON.stringify(details.counterexample?.[0]) ?? "(not found again)"
  const error: unknown = details.errorInstance
  return `${errorText(error)}\n  input: ${input.slice(0, 2000)}`
}

/** What was thrown, and where in our code. */
function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const places = (error.stack ?? "").split("\n").filter((line) => /^ +at .*\/(?:packages|test\/fuzz)\//.test(line))
  return [`${error.name}: ${error.message.slice(0, 1000)}`, ...places.slice(0, 6)].join("\n")
}
