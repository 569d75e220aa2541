import { inert } from "./inert.ts"
import type { Schema } from "../task/schema.ts"

/** What a task holds that its handler's wrapper looks at. */
interface CarriedTask {
  readonly kind: "task"
  readonly name: string
  readonly input: Schema | undefined
  readonly output: Schema | undefined
  readonly handler: unknown
}

/** Carries a task's name, schemas and handler; checks and traces nothing. Called, it gives what stands for a call. */
/* @__NO_SIDE_EFFECTS__ */
export function task(
  name: string,
  { input, output, handler }: { readonly input?: Schema; readonly output?: Schema; readonly handler?: unknown },
): CarriedTask {
  return carrier({ kind: "task", name, input, output, handler })
}

/* @__NO_SIDE_EFFECTS__ */
export function handle(task: unknown, handler: unknown): { readonly task: unknown; readonly handler: unknown } {
  return { task, handler }
}

/** Carries a workflow's name: its function never runs in a bundle. */
/* @__NO_SIDE_EFFECTS__ */
export function workflow(name: string): { readonly kind: "workflow"; readonly name: string } {
  return { kind: "workflow", name }
}

/** Carries an event's name and schema. */
/* @__NO_SIDE_EFFECTS__ */
export function event(
  name: string,
  schema: Schema,
): { readonly kind: "event"; readonly name: string; readonly schema: Schema } {
  return carrier({ kind: "event", name, schema })
}

/** A function with members, also one whose name is a function's own. */
function carrier<M extends { readonly name: string }>(members: M): M {
  const named = Object.defineProperty(() => inert, "name", { value: members.name })
  const { name: _, ...others } = members
  return Object.assign(named, others) as unknown as M // it has them all now
}
