import type { Json } from "@stepwright/dsl"

import { hash, random } from "./random.ts"
import { type Kind, sample } from "./written/kinds.ts"

/** What a task's handler is asked. */
export interface Asked {
  readonly task: string
  readonly key: string
  readonly attempt: number
  readonly input: Json
}

/** Answers a call; always the same for the same. */
export type World = (asked: Asked) => { readonly output: Json } | { readonly error: string }

/** The errors of tasks. */
export const errors = ["Boom.A", "Boom.B"] as const

/** A world in which some calls fail for good, more of them in attempts, and `flaky-…` tasks up to four times at first. */
export const world: World = ({ task, key, attempt, input }) => {
  if (task === "undo") return { output: null }
  const next = random(hash(`${task} ${key} ${JSON.stringify(input)}`))
  const error = errors[next(2)] ?? errors[0]
  const failing = task.startsWith("flaky-") ? next(5) : next(key.includes("/attempt") ? 4 : 16) === 0 ? Infinity : 0
  if (attempt <= failing) return { error }
  return { output: sample(task.replace("flaky-", "").replace("make-", "") as Kind, next) } // tasks are called so
}
