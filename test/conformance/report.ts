import { exceptions } from "./exceptions.ts"
import type { Verdict } from "./judge.ts"

/** Prints one line per failure and exception, a table by area, and the last line `N passed, M failed`. */
export function report(verdicts: readonly Verdict[], print: (line: string) => void): void {
  for (const verdict of verdicts) {
    const name = `${verdict.area}/${verdict.id}`
    if (isExcepted(verdict)) print(`EXCEPTION ${name}: ${exceptions[verdict.id] ?? ""}`)
    else if (isStale(verdict)) print(`FAIL ${name}: it passes, so it is no exception: take it off the list`)
    else if (!agrees(verdict)) print(`FAIL ${name}: ${verdict.outcome ?? `history: ${verdict.history ?? ""}`}`)
  }
  const areas = [...new Set(verdicts.map(({ area }) => area))].sort()
  const width = Math.max(4, ...areas.map((area) => area.length))
  print(`${"area".padEnd(width)}  outcome   outcome+history`)
  for (const area of areas) {
    const own = verdicts.filter((verdict) => verdict.area === area)
    const outcome = share(own, ({ outcome }) => outcome === undefined)
    print(`${area.padEnd(width)}  ${outcome.padEnd(8)}  ${share(own, agrees)}`)
  }
  for (const kind of new Set(verdicts.map((verdict) => verdict.kind))) {
    const own = verdicts.filter((verdict) => verdict.kind === kind)
    print(`${kind}: ${own.filter(passed).length} passed, ${own.filter(failed).length} failed${excepted(own)}`)
  }
  print(`${verdicts.filter(passed).length} passed, ${verdicts.filter(failed).length} failed`)
}

function excepted(verdicts: readonly Verdict[]): string {
  const count = verdicts.filter(isExcepted).length
  return count === 0 ? "" : `, ${count} whose recording cannot be right`
}

/** Outcome, task inputs and history agree. */
function agrees({ outcome, history }: Verdict): boolean {
  return outcome === undefined && history === undefined
}

/** A case passes when it agrees, unless it is listed as one that cannot. */
export function passed(verdict: Verdict): boolean {
  return agrees(verdict) && !isStale(verdict)
}

/** A case fails when it neither passes nor is a known exception. */
export function failed(verdict: Verdict): boolean {
  return !passed(verdict) && !isExcepted(verdict)
}

/** Its recording cannot be right, and it disagrees indeed. */
export function isExcepted(verdict: Verdict): boolean {
  return Object.hasOwn(exceptions, verdict.id) && !agrees(verdict)
}

function isStale(verdict: Verdict): boolean {
  return Object.hasOwn(exceptions, verdict.id) && agrees(verdict) && verdict.kind !== "definition"
}

function share(verdicts: readonly Verdict[], holds: (verdict: Verdict) => boolean): string {
  return `${verdicts.filter(holds).length}/${verdicts.length}`
}
