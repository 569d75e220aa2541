import type { CompensationPlan } from "@stepwright/engine"

import type { Paint } from "./paint.ts"
import { oneLine, printable } from "./printable.ts"

const width = 100

/** What was attempted and what undoes it, for people. */
export function compensationLines({ attempted, compensations, probe }: CompensationPlan, paint: Paint): string {
  const lines = [paint.bold("Attempted")]
  for (const { step, key, result, failure } of attempted) {
    const came =
      result !== undefined
        ? paint.green("answered")
        : failure !== undefined
          ? paint.red(printable(failure.error ?? "failed"))
          : paint.yellow("unknown")
    lines.push(`  ${printable(step)}  ${came}  ${paint.dim(printable(key ?? ""))}`)
  }
  if (attempted.length === 0) lines.push("  nothing")
  lines.push(paint.bold("To undo, in this order"))
  for (const { turn, state, key, input } of compensations) {
    lines.push(`  ${turn}. ${printable(state)}  ${paint.dim(printable(key ?? ""))}`)
    lines.push(`     ${oneLine(JSON.stringify(input), width)}`)
  }
  if (probe !== undefined) lines.push(`  first the probe of ${printable(probe)} is asked: what it answers decides`)
  else if (compensations.length === 0) lines.push("  nothing is left")
  return `${lines.join("\n")}\n`
}
