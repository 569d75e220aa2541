/**
 * Why a stored text could not be read back: what it was kept with is missing, or it is not what was stored. Handed over
 * by a backend that keeps texts in another form than they are given in; such an execution must not be run.
 */
export interface Unreadable {
  /** As the execution's `error` is to name it: `Stepwright.KeyUnknown`, `Stepwright.TextTampered`, … */
  readonly error: string
  /** For people: which text it is, and what is wrong. */
  readonly cause: string
  /** It may well be readable in a moment: the execution is left alone for a while, and not parked. */
  readonly later?: true
}
