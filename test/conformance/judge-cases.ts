import type { Case } from "./case.ts"
import { apiDriver } from "./drivers/api.ts"
import { driverFor } from "./drivers/index.ts"
import { judge, type Verdict } from "./judge.ts"
import type { Importing } from "./via-import.ts"
import type { Backend, Kind } from "./options.ts"
import { judgeTestState } from "./test-state.ts"
import { judgeAccepted, judgeDefinition } from "./validation.ts"

/** What is to be judged, and how. */
export interface Judging {
  /** Undefined for all that AWS answered: executions, validations, tested states. */
  readonly kind: Kind | undefined
  /** Where the executions run; definitions and tested states need no backend. */
  readonly backend: Backend
  /** Everything that AWS answered is asked of the Step Functions API, by AWS's own client. */
  readonly viaHttp?: boolean
  /** Imports the definitions first. */
  readonly importing?: Importing | undefined
  /** Told of every case. */
  readonly progress?: (done: number, total: number) => void
}

/** The cases that a kind speaks of. */
export function casesOf(cases: readonly Case[], kind: Kind | undefined): readonly Case[] {
  if (kind === undefined) return cases
  return cases.filter((test) => test.kind === (kind === "definition" ? "execution" : kind))
}

/** Judges cases, in their order. */
export async function judgeCases(
  cases: readonly Case[],
  { kind, backend, viaHttp = false, importing, progress }: Judging,
): Promise<readonly Verdict[]> {
  const api = viaHttp ? await apiDriver(backend) : undefined
  const driver = api ?? driverFor(backend)
  const verdicts: Verdict[] = []
  try {
    for (const test of cases) {
      if (test.kind === "execution" && kind === "definition") verdicts.push(judgeAccepted(test))
      else if (test.kind === "execution") verdicts.push(await judge(test, driver, importing))
      else if (test.kind === "validation") verdicts.push(await (api?.judgeDefinition(test) ?? judgeDefinition(test)))
      else verdicts.push(await judgeTestState(test, api?.testState))
      progress?.(verdicts.length, cases.length)
    }
  } finally {
    await driver.close?.()
  }
  return verdicts
}
