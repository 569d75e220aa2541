/** What one round came to. */
export interface Sample {
  readonly perSecond: number
  /** Milliseconds from one step's handler to the next one's, over all executions of the round. */
  readonly stepMs: readonly number[]
}

/** One engine under measurement, with the workload on it. */
export interface Contestant {
  readonly name: string
  /** Settings that a reader must know to judge the figure. */
  readonly settings: string
  /** How many executions let its code be compiled before the rounds that count. */
  readonly warmUp: number
  /** Starts this many executions, waits for all of them, and answers how it went. */
  round(executions: number): Promise<Sample>
  close(): Promise<void>
}

/** The input of every execution: 200 bytes of JSON. */
export const input: { readonly order: number; readonly note: string } = { order: 1, note: "x".repeat(178) }

const step = (next?: string) => ({
  Type: "Task" as const,
  Resource: "arn:aws:lambda:us-east-1:111111111111:function:noop",
  ...(next === undefined ? { End: true as const } : { Next: next }),
})

/** The workload: a chain of three no-op Tasks in JSONPath mode. */
export const chain3 = { StartAt: "A", States: { A: step("B"), B: step("C"), C: step() } }

/** Collects the times at which the steps of each execution run. */
export class Steps {
  #last = new Map<string, number>()
  #gaps: number[] = []

  /** Called by each step's handler. */
  ran(execution: string): void {
    const now = performance.now()
    const last = this.#last.get(execution)
    if (last !== undefined) this.#gaps.push(now - last)
    this.#last.set(execution, now)
  }

  /** The gaps since the last call. */
  take(): readonly number[] {
    const gaps = this.#gaps
    this.#gaps = []
    this.#last = new Map()
    return gaps
  }
}
