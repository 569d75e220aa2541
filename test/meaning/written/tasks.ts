import { type Task, task } from "@stepwright/dsl"
import { z } from "zod"

import type { TermKind } from "./scope.ts"
import { type Kind, kinds, schemas } from "./kinds.ts"

const input = z.object({ given: z.unknown().optional() })

function tasksOf(prefix: string, attempts: number): ReadonlyMap<Kind, Task<{ given?: unknown }>> {
  const retry = attempts === 1 ? {} : { retry: { attempts, interval: "1s" as const } }
  return new Map(kinds.map((kind) => [kind, task(`${prefix}-${kind}`, { input, output: schemas[kind], ...retry })]))
}

/** For each kind a task that makes a value of it from anything. */
export const makers: ReadonlyMap<Kind, Task<{ given?: unknown }>> = tasksOf("make", 1)

/** The task that makes a value of a kind; none makes one that may be absent. */
export function makerOf(kind: TermKind): Task<{ given?: unknown }> | undefined {
  return kind === "maybe" || kind === "some" || kind === "any" ? undefined : makers.get(kind)
}

/** The same, tried three times. */
export const flakyMakers: ReadonlyMap<Kind, Task<{ given?: unknown }>> = tasksOf("flaky", 3)

/** Undoes any of them. */
export const undo: Task<{ key: string; given?: unknown }> = task("undo", { input: input.extend({ key: z.string() }) })

/** Every task by name. */
export const taskNames: readonly string[] = [...makers.values(), ...flakyMakers.values(), undo].map(({ name }) => name)
