import type { Call, Log } from "./direct/log.ts"
import type { Ended } from "./direct/interpret.ts"
import type { Ran } from "./run.ts"

/**
 * Why what ran is none of what a workflow can mean; undefined where it is one of them. Outputs and inputs are equal as
 * JSON text: with their keys in order, and null where null is meant, not absence.
 */
export function difference(ran: Ran, meant: readonly Ended[]): string | undefined {
  const found = meant.map((ended) => differenceOf(ran, ended))
  return found.includes(undefined) ? undefined : found.join("\nor\n")
}

function differenceOf(ran: Ran, ended: Ended): string | undefined {
  const { cause: _, ...untold } = ran
  const [is, should] = [outcomeOf(ended.cause === undefined ? untold : ran), outcomeOf(ended)]
  if (is !== should) return `comes to ${is}\nand should to ${should}`
  return differenceOfCalls(ran.calls, ended.log)
}

function outcomeOf({ status, output, error, cause = "" }: Omit<Ran, "calls">): string {
  return status === "SUCCEEDED" ? `${status} ${JSON.stringify(output)}` : `${status} ${error} ${cause}`
}

function differenceOfCalls(made: readonly Call[], { calls, perhaps }: Log): string | undefined {
  const [must, may] = [countOf(calls), countOf(perhaps)]
  const [missing, extra]: [string[], string[]] = [[], []]
  const counted = countOf(made)
  for (const call of new Set([...counted.keys(), ...must.keys()])) {
    const [is, least] = [counted.get(call) ?? 0, must.get(call) ?? 0]
    if (is < least) missing.push(call)
    if (is > least + (may.get(call) ?? 0)) extra.push(call)
  }
  if (missing.length + extra.length === 0) return undefined
  return [...missing.map((call) => `does not call ${call}`), ...extra.map((call) => `calls ${call}`)].join("\n")
}

function countOf(calls: readonly Call[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { task, key, attempt, input } of calls) {
    const text = `${task} ${key} #${attempt} ${JSON.stringify(input)}`
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return counts
}
