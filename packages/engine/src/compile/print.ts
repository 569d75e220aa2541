import type { Plan } from "../plan/plan.ts"

/** The definition as text: the same bytes for the same plan, with a newline at its end. */
export function printDefinition(plan: Plan): string {
  return `${JSON.stringify(plan.definition, null, 2)}\n`
}

/** The bindings as text, by placeholder name: the same bytes for the same plan, with a newline at its end. */
export function printBindings(plan: Plan): string {
  const names = Object.keys(plan.bindings).sort()
  return `${JSON.stringify(Object.fromEntries(names.map((name) => [name, plan.bindings[name]])), null, 2)}\n`
}
