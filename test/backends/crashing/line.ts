/** What the crashing process says before and after a call. */
export interface Line {
  readonly phase: "will" | "did"
  readonly call: "open" | "start" | "tick"
  /** With the length that their journals have afterwards. */
  readonly executions: readonly (readonly [id: string, length: number])[]
  /** Of a tick: written with its first commit. */
  readonly letter?: string
}

export const plan: string = "c".repeat(64)

/** The fact that a tick puts at a place of an execution's journal. */
export function factOf(execution: string, index: number, letter: string): string {
  return `${execution} ${index} ${letter} ${"x".repeat((index * 97) % 400)}`
}

/** With this many facts an execution ends. */
export const full = 10
