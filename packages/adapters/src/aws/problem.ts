import type { SourcePosition } from "@stepwright/dsl"

/** Stable codes of what can stand in the way of a deployment to AWS: what it means, and what to do. */
export const awsCodes = {
  AWS_REFUSED: {
    summary: "AWS would refuse the state machine's definition.",
    hint: "Correct what the message names; the words are AWS's.",
  },
} as const

/** A stable code of what is wrong with a deployment. */
export type AwsCode = keyof typeof awsCodes

/** One thing that is wrong (error: nothing can be deployed), or that may surprise (warning). */
export interface AwsProblem {
  readonly code: AwsCode
  readonly severity: "error" | "warning"
  /** What and where, in a sentence. */
  readonly message: string
  readonly hint: string
  /** The author's line, where there is one. */
  readonly at?: SourcePosition
  readonly workflow?: string
  /** Where in the state machine: `/States/Charge/Next`. */
  readonly location?: string
}
