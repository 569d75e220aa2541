import { isJsonObject, type Json } from "../asl/json.ts"
import type { Binding } from "../plan/plan.ts"

/** An argument that holds placeholders in the definition, and what it holds once they are resolved. */
export interface Place {
  readonly path: readonly (string | number)[]
  readonly value: string
}

/** The arguments whose literal text holds placeholders. Text that an expression computes is data and never looked at. */
export function placesOf(given: Json, bindings: Readonly<Record<string, Binding>>): readonly Place[] {
  const places: Place[] = []
  collect(given, [], bindings, places)
  return places
}

/** Evaluated arguments with their placeholders resolved. */
export function resolvePlaces(evaluated: Json, places: readonly Place[]): Json {
  return places.reduce((value, { path, value: text }) => replaced(value, path, 0, text), evaluated)
}

function collect(
  value: Json,
  path: readonly (string | number)[],
  bindings: Readonly<Record<string, Binding>>,
  places: Place[],
): void {
  if (typeof value === "string") {
    if (value.startsWith("{%")) return
    const resolved = value.replace(/\$\{(\w+)\}/g, (text, name: string) => named(bindings, name) ?? text)
    if (resolved !== value) places.push({ path, value: resolved })
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => collect(item, [...path, index], bindings, places))
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (!key.endsWith(".$")) collect(member, [...path, key], bindings, places)
    }
  }
}

function named(bindings: Readonly<Record<string, Binding>>, name: string): string | undefined {
  const binding = Object.hasOwn(bindings, name) ? bindings[name] : undefined
  switch (binding?.kind) {
    case undefined:
      return undefined
    case "task":
      return binding.task
    case "workflow":
      return binding.workflow
    case "eventBus":
      return binding.bus
    case "deadLetterQueue":
      return "dead-letters"
    case "resource":
      return binding.resource
  }
}

function replaced(value: Json, path: readonly (string | number)[], at: number, text: string): Json {
  const step = path[at]
  if (step === undefined) return text
  if (Array.isArray(value))
    return value.map((item: Json, index) => (index === step ? replaced(item, path, at + 1, text) : item))
  if (!isJsonObject(value) || typeof step !== "string") return value
  return { ...value, [step]: replaced(value[step] ?? null, path, at + 1, text) }
}
