import type { StoredStatus } from "./executions.ts"

/**
 * Word from outside for executions: whoever sends need not own them. A message waits in the execution's inbox until
 * its owner has dealt with it; one that sleeps or is parked becomes ready. Messages of one execution keep their order.
 */
export interface Inbox {
  /**
   * Puts a message into an execution's inbox if its status is one of `when`. Atomic with that check.
   * Not idempotent: a message sent twice arrives twice.
   */
  send(params: {
    readonly execution: string
    readonly body: string
    readonly when: readonly StoredStatus[]
  }): Promise<SendResult>
  /**
   * Answers whoever waits for a token, which begins with the route of its execution (`executionRoute`). Atomic: `final` closes the token, so that of two answers one is accepted.
   * An answer to an execution that has ended is `closed`.
   */
  answer(params: { readonly token: string; readonly body: string; readonly final: boolean }): Promise<AnswerResult>
}

/** `unknown`: no such execution. `refused`: its status is another, and is told. */
export type SendResult =
  | { readonly outcome: "accepted" }
  | { readonly outcome: "unknown" }
  | { readonly outcome: "refused"; readonly status: StoredStatus }

/** `unknown`: nobody ever waited for it, or it was pruned. `closed`: nobody does any more. */
export type AnswerResult = "accepted" | "unknown" | "closed"
