/** A history cannot be made use of: it is not of this plan, or lacks data. */
export class HistoryError extends Error {
  override readonly name = "HistoryError"
  readonly code = "HISTORY_INVALID"
  readonly hint = "Give the whole history, with its data, of an execution of this very definition."
}
