import { drawCase } from "./case.ts"
import { runCase, type Running } from "./run-case.ts"

/** The first of so many cases that is violated. */
export async function firstViolated(of: number, running: Running, cases: number): Promise<number | undefined> {
  for (let number = 0; number < cases; number++) {
    const wrong = await runCase(drawCase(of, number), running).then(
      (verdict) => verdict.wrong,
      (error: unknown) => [String(error)],
    )
    if (wrong.length > 0) return number
  }
  return undefined
}
