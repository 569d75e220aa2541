/** How a trip ended, as far as a sentence needs it. */
export interface Ended {
  readonly status: string
  readonly error?: string | undefined
  /** JSON of a saga that failed: the step, and what of it was and was not taken back. */
  readonly cause?: string | undefined
}

interface Report {
  readonly step?: string
  readonly compensated?: readonly string[]
  readonly uncompensated?: readonly { readonly step: string }[]
}

/** A sentence about how a trip ended. */
export function ending({ status, error, cause }: Ended): string {
  if (status === "SUCCEEDED") return "SUCCEEDED"
  const { step, compensated, uncompensated = [] } = reportOf(cause)
  if (compensated === undefined) return `${status}, ${error ?? "without a name"}: nothing is taken back any more`
  const parts = [`${status} at ${step ?? "?"}, ${error ?? "without a name"}`, `taken back: ${listed(compensated)}`]
  if (uncompensated.length > 0) parts.push(`not taken back: ${listed(uncompensated.map((each) => each.step))}`)
  return parts.join("; ")
}

/** A failure that no saga reports has another cause, or none. */
function reportOf(cause: string | undefined): Report {
  try {
    return JSON.parse(cause ?? "{}") as Report // what a saga's end says
  } catch {
    return {}
  }
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ")
}
