import type { JobFailure } from "@stepwright/engine"

/** What BullMQ says of a job whose workers were lost once too often. */
const stalled = "job stalled more than allowable limit"

/** A failure as the message of the error that a job's processor throws: all that BullMQ keeps of it. */
export function failureText({ error, cause }: JobFailure): string {
  return JSON.stringify({ v: 1, error, ...(cause === undefined ? {} : { cause }) })
}

/**
 * The failure that a job's `failedReason` tells: one of {@link failureText}, or any other message, which is then a failure
 * named `Error`, as that of a handler that throws one. A lost worker is `Stepwright.WorkerLost`: nobody knows what it did.
 */
export function readFailure(reason: string): JobFailure {
  if (reason === stalled) return { error: "Stepwright.WorkerLost", cause: `The ${reason}.`, again: true }
  try {
    const told: unknown = JSON.parse(reason)
    if (isTold(told)) return { error: told.error, ...(typeof told.cause === "string" ? { cause: told.cause } : {}) }
  } catch {
    // Not of our making.
  }
  return { error: "Error", cause: JSON.stringify({ errorType: "Error", errorMessage: reason, trace: [] }) }
}

function isTold(value: unknown): value is { readonly error: string; readonly cause?: unknown } {
  if (typeof value !== "object" || value === null) return false
  const { v, error } = value as { readonly v?: unknown; readonly error?: unknown } // any object
  return v === 1 && typeof error === "string"
}
