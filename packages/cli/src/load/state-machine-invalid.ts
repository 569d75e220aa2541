import type { Problem } from "../output/problem.ts"

/** A state machine whose definition has errors. */
export class StateMachineInvalid extends Error {
  override readonly name = "StateMachineInvalid"
  readonly exitCode = 1
  readonly problems: readonly Problem[]

  constructor(file: string, problems: readonly Problem[]) {
    super(`${file} is no state machine that can run.`)
    this.problems = problems
  }
}
