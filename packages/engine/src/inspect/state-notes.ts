/** What states are for, by their names: a plan's `notes`. A state that is not named is drawn by its kind alone. */
export type StateNotes = Readonly<Record<string, StateNote>>

interface StateNote {
  /** `step`, `compensation`, `deadLetter`, `pivot`, … */
  readonly role: string
  /** The step in the workflow that it does, or undoes. */
  readonly step?: string
}

/** @returns undefined for a state that is not named */
export function noteOf(notes: StateNotes, state: string): StateNote | undefined {
  return Object.hasOwn(notes, state) ? notes[state] : undefined
}
