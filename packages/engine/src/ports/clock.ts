/** Time, for whoever must not read it for themselves. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /**
   * Calls back once, no earlier than `at` (milliseconds since 1970), and never before this call has returned. A timer
   * alone does not keep the process alive where the platform can help it.
   * @returns takes the timer back; safe to call at any time
   */
  timer(at: number, callback: () => void): () => void
  /**
   * Told by a worker that it has nothing to do before its next timer, save for `running` handlers that have not
   * answered. A clock that skips time may then jump, until the worker calls what this answers: it has been woken.
   * Absent: nobody is interested.
   */
  idle?(running: number): () => void
}
