import type { Undo } from "./saga.ts"

/** Whether there is nothing to undo: its steps are all in handlers of what cannot fail, which are left out. */
export function isEmpty(undo: Undo): boolean {
  if (undo.kind === "step") return false
  return undo.kind === "loop"
    ? undo.journal.saga.undos.every(isEmpty)
    : undo.branches.every((saga) => saga.undos.every(isEmpty))
}
