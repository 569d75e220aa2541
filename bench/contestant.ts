/** One engine in one process, set up for one workload. */
export interface Contestant {
  /** Runs one execution of the workload, from its start to its end. */
  execute(): Promise<void>
  /** Runs so many to their ends, where it is fairer to start them all at once than some at a time. */
  executeAll?(count: number): Promise<void>
  /** Starts one, and comes back once it is stored. In `sleep` it sleeps until `due`, in milliseconds since 1970. */
  readonly start?: (due: number) => Promise<void>
  /** How many executions have not ended, whoever started them. */
  readonly left?: () => Promise<number>
  /** Processor time so far of a server of its own, in microseconds. */
  readonly servedMicros?: () => Promise<number>
  close(): Promise<void>
}

/** What contestants tell whoever measures. */
export interface Probe {
  /** A step of an execution begins to run. */
  stepRan(execution: string): void
  /** What was to sleep until then is awake. */
  woke(due: number): void
}

/** The input of every execution: 200 bytes of JSON. */
export const input: { readonly order: number; readonly note: string } = { order: 1, note: "x".repeat(178) }
export type Input = typeof input

/** What sleeps carries 400 bytes. */
export const sleeperNote: string = "x".repeat(360)

/** How many branches `fan100` has. */
export const branches = 100

/** How long a step of `recover` takes, in milliseconds. */
export const recoverStepMs = 100
