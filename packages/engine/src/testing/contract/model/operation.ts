import type * as FastCheck from "fast-check"

import type { DeadLetterStatus } from "../../../ports/index.ts"

/** One call, in terms of small numbers that the model turns into ids. */
export type Operation =
  | { readonly call: "start"; readonly execution: number }
  | { readonly call: "open"; readonly worker: number; readonly plans: readonly ("a" | "b")[] }
  | { readonly call: "close"; readonly worker: number }
  | TickOperation
  | { readonly call: "send"; readonly execution: number; readonly when: "running" | "stopped" }
  | { readonly call: "answer"; readonly execution: number; readonly token: number; readonly final: boolean }
  | { readonly call: "prune"; readonly limit: number }
  | { readonly call: "change"; readonly letter: number; readonly to: DeadLetterStatus }
  | { readonly call: "reopen" }

export interface TickOperation {
  readonly call: "tick"
  readonly worker: number
  /** By how much time goes on before. */
  readonly laterMs: number
  readonly want: number
  readonly commits: readonly CommitDraft[]
}

export interface CommitDraft {
  readonly execution: number
  /** By how much `expected` is wrong. */
  readonly wrongBy: number
  readonly facts: number
  readonly consume: "none" | "first" | "all"
  readonly opened: readonly number[]
  readonly closed: readonly number[]
  /** Answers a token of this execution. */
  readonly answers?: { readonly execution: number; readonly token: number } | undefined
  /** Writes a letter of the execution's. */
  readonly letter: boolean
  readonly checkpoint: boolean
  readonly then: "go on" | "sleep" | "sleep until" | "end" | "park"
}

/** Sequences of calls: starts and ticks more often than the rest. */
export function operations(fc: typeof FastCheck, durable: boolean): FastCheck.Arbitrary<readonly Operation[]> {
  const execution = fc.nat({ max: 3 })
  const worker = fc.nat({ max: 1 })
  const token = fc.nat({ max: 1 })
  const draft: FastCheck.Arbitrary<CommitDraft> = fc.record({
    execution,
    wrongBy: fc.constantFrom(0, 0, 0, 0, 1, -1),
    facts: fc.nat({ max: 2 }),
    consume: fc.constantFrom("none", "first", "all"),
    opened: fc.uniqueArray(token, { maxLength: 2 }),
    closed: fc.uniqueArray(token, { maxLength: 1 }),
    answers: fc.option(fc.record({ execution, token }), { nil: undefined }),
    letter: fc.boolean(),
    checkpoint: fc.boolean(),
    // oxlint-disable-next-line unicorn/no-thenable -- data, never awaited
    then: fc.constantFrom("go on", "go on", "sleep", "sleep until", "end", "park"),
  })
  const tick: FastCheck.Arbitrary<TickOperation> = fc.record({
    call: fc.constant("tick"),
    worker,
    laterMs: fc.constantFrom(0, 0, 50, 500),
    want: fc.nat({ max: 4 }),
    commits: fc.uniqueArray(draft, { maxLength: 4, selector: (each) => each.execution }),
  })
  const plans = fc.constantFrom<readonly ("a" | "b")[]>(["a"], ["b"], ["a", "b"], ["b", "a"])
  const operation: FastCheck.Arbitrary<Operation> = fc.oneof(
    { weight: 10, arbitrary: tick },
    { weight: 4, arbitrary: fc.record({ call: fc.constant("start"), execution }) },
    { weight: 2, arbitrary: fc.record({ call: fc.constant("open"), worker, plans }) },
    { weight: 1, arbitrary: fc.record({ call: fc.constant("close"), worker }) },
    {
      weight: 3,
      arbitrary: fc.record({ call: fc.constant("send"), execution, when: fc.constantFrom("running", "stopped") }),
    },
    { weight: 2, arbitrary: fc.record({ call: fc.constant("answer"), execution, token, final: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ call: fc.constant("prune"), limit: fc.nat({ max: 3 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        call: fc.constant("change"),
        letter: execution,
        to: fc.constantFrom("OPEN", "RETRIED", "DROPPED"),
      }),
    },
    { weight: durable ? 1 : 0, arbitrary: fc.record({ call: fc.constant("reopen") }) },
  )
  return fc.array(operation, { maxLength: 40, size: "max" })
}
