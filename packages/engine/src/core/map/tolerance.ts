import type { Failure } from "../failure.ts"
import type { Fan } from "../fan.ts"

/** What of a fan decides. */
type Tally = Pick<Fan, "failed" | "total" | "toleratedCount" | "toleratedPercentage">

/** Whether as many iterations as failed so far may fail. Each threshold that is set must hold; without any, none may. */
export function tolerates({ failed, total, toleratedCount, toleratedPercentage }: Tally): boolean {
  if (toleratedCount === undefined && toleratedPercentage === undefined) return false
  if (toleratedCount !== undefined && failed > toleratedCount) return false
  return toleratedPercentage === undefined || failed * 100 <= toleratedPercentage * total
}

/** What a Map fails with beyond its threshold. (AWS: concepts-error-handling; the wording is the service's.) */
export function exceeded(): Failure {
  return {
    error: "States.ExceedToleratedFailureThreshold",
    cause: "The specified tolerated failure threshold was exceeded",
  }
}
