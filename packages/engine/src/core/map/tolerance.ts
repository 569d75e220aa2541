import type { Failure } from "../failure.ts"
import type { Fan } from "../fan.ts"

/** Whether as many iterations as failed so far may fail. Each threshold that is set must hold; without any, none may. */
export function tolerates(fan: Fan): boolean {
  const { failed, total, toleratedCount, toleratedPercentage } = fan
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
