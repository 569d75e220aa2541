import type { Verdict } from "../sfn/index.ts"

/** A caller may not do what was asked for. */
export class Refusal extends Error {
  override readonly name = "Refusal"
  readonly verdict: Extract<Verdict, { readonly allowed: false }>

  constructor(verdict: Refusal["verdict"]) {
    super(verdict.message)
    this.verdict = verdict
  }
}
