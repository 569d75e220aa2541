/** How one order ended. */
export interface Ended {
  readonly id: string
  readonly orderId: string
  readonly status: string
  readonly error?: string | undefined
  /** JSON: the step that failed, why, and what was compensated. */
  readonly cause?: string | undefined
}

interface FailureReport {
  readonly step: string
  readonly compensated: readonly string[]
}

export interface Summary {
  readonly text: string
  readonly succeeded: number
  /** Orders that failed after something was done, all of it undone. */
  readonly compensated: number
  /** Orders that failed before anything was done. */
  readonly refused: number
  /** Failed orders by step and error. */
  readonly byStep: Readonly<Record<string, number>>
  /** An order that was compensated. */
  readonly example: Ended | undefined
}

/** Counts how orders ended: succeeded, compensated, and at which step they failed. */
export function summarise(ended: readonly Ended[]): Summary {
  const failed = ended
    .filter(({ status }) => status !== "SUCCEEDED")
    .map((order) => ({ order, report: JSON.parse(order.cause ?? "{}") as FailureReport })) // what a saga's end says
  const undone = failed.filter(({ report }) => report.compensated.length > 0)
  const byStep: Record<string, number> = {}
  for (const { order, report } of failed) {
    const row = `${report.step}: ${order.error ?? "?"}`
    byStep[row] = (byStep[row] ?? 0) + 1
  }
  const succeeded = ended.length - failed.length
  const refused = failed.length - undone.length
  const rows: readonly (readonly [string, number])[] = [
    ["succeeded", succeeded],
    ["compensated", undone.length],
    ["refused before anything was done", refused],
  ]
  const steps = Object.entries(byStep).toSorted(([, a], [, b]) => b - a)
  const text = [
    ...rows.map(([what, count]) => `${String(count).padStart(6)}  ${what}`),
    `${String(ended.length).padStart(6)}  orders`,
    "",
    "Failed at:",
    ...steps.map(([step, count]) => `${String(count).padStart(6)}  ${step}`),
  ].join("\n")
  const example = undone.toSorted((a, b) => b.report.compensated.length - a.report.compensated.length)[0]?.order
  return { text, succeeded, compensated: undone.length, refused, byStep, example }
}
