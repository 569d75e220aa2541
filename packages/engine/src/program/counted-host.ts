import type { TaskHost } from "../ports/task-queues.ts"

/** A host that tells how many handlers it runs. */
export interface CountedHost extends TaskHost {
  readonly running: number
}

/** Counts what a host runs. */
export function countedHost(host: TaskHost): CountedHost {
  let running = 0
  return {
    get running() {
      return running
    },
    async run(call) {
      running++
      try {
        return await host.run(call)
      } finally {
        running--
      }
    },
  }
}
