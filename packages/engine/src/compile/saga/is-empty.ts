import type { Undo } from "./saga.ts"

/** Nothing to undo: its steps are all in handlers of what cannot fail, which are left out, or it never had any. */
export function isEmpty(undo: Undo): boolean {
  if (undo.kind === "step" || undo.kind === "settled") return false
  return undo.kind === "journal"
    ? undo.journal.saga.undos.every(isEmpty)
    : undo.branches.every((saga) => saga.undos.every(isEmpty))
}
