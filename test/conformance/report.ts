import type { Verdict } from "./judge.ts"

/** Prints a table by area, one line per failure, and the last line `N passed, M failed`. */
export function report(verdicts: readonly Verdict[], print: (line: string) => void): void {
  for (const verdict of verdicts.filter((one) => !passed(one))) {
    print(`FAIL ${verdict.area}/${verdict.id}: ${verdict.outcome ?? `history: ${verdict.history ?? ""}`}`)
  }
  const areas = [...new Set(verdicts.map(({ area }) => area))].sort()
  const width = Math.max(4, ...areas.map((area) => area.length))
  print(`${"area".padEnd(width)}  outcome   outcome+history`)
  for (const area of areas) {
    const own = verdicts.filter((verdict) => verdict.area === area)
    const outcome = share(own, ({ outcome }) => outcome === undefined)
    print(`${area.padEnd(width)}  ${outcome.padEnd(8)}  ${share(own, passed)}`)
  }
  const count = verdicts.filter(passed).length
  print(`${count} passed, ${verdicts.length - count} failed`)
}

/** A case passes only when outcome, task inputs and history agree. */
export function passed(verdict: Verdict): boolean {
  return verdict.outcome === undefined && verdict.history === undefined
}

function share(verdicts: readonly Verdict[], holds: (verdict: Verdict) => boolean): string {
  return `${verdicts.filter(holds).length}/${verdicts.length}`
}
