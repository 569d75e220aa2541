/** A place to write text to. */
export interface Output {
  write(text: string): void
  readonly isTerminal: boolean
  /** How many characters fit in a line; 80 where nothing is known. */
  readonly columns: number
}

/** The world as a command sees it: everything that it reads from or does to its process goes through here. */
export interface Host {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute. */
  readonly cwd: string
  /**
   * Calls back for every Ctrl-C (or SIGTERM) from now on, instead of ending the process.
   * @returns takes the callback back
   */
  onInterrupt(callback: () => void): () => void
  /**
   * From now on takes what other code of this process (a user's module, a handler) writes to its standard output or
   * error. What a command writes through `stdout` and `stderr` above is not affected.
   * @returns lets it through again
   */
  divert(take: (text: string, from: "stdout" | "stderr") => void): () => void
  /** Ends the process at once, with work left undone. */
  exit(code: number): void
}
