import { monitorEventLoopDelay } from "node:perf_hooks"

import { firstWindow, nextWindow } from "./next-window.ts"

/** How many executions a worker may hold at the moment. */
export interface Window {
  readonly size: number
  /** Begins to adapt it. `held` tells how many the worker holds; `grown` is called when there is more room. */
  start(held: () => number, grown: () => void): void
  stop(): void
}

const resolutionMs = 10
const everyMs = 250

/** A window that goes by how late this process's event loop is, of at most `most`. */
export function lagWindow(maxLagMs: number, most: number): Window {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  let size = Math.min(firstWindow, most)
  let timer: NodeJS.Timeout | undefined
  return {
    get size() {
      return size
    },
    start(held, grown) {
      delay.enable()
      timer = setInterval(() => {
        // What is recorded is from one timer to the next.
        const lagMs = delay.count === 0 ? 0 : Math.max(0, delay.percentile(90) / 1e6 - resolutionMs)
        delay.reset()
        const before = size
        size = nextWindow({ window: size, held: held(), lagMs, maxLagMs, most })
        if (size > before) grown()
      }, everyMs).unref()
    },
    stop() {
      delay.disable()
      clearInterval(timer)
    },
  }
}

/** A window that stays as it is. */
export function fixedWindow(size: number): Window {
  return { size, start: () => undefined, stop: () => undefined }
}
