/** The window that a worker begins with: most are too short to show the lag that a thousand make. */
export const firstWindow = 64

/**
 * How many executions a worker may hold next, by how late its event loop is. Past the limit the window shrinks by as
 * much as the lag exceeds it, at most to a half at a time; below, it grows by a quarter, while it is made use of.
 * Between half the limit and the limit it stays, so that it comes to rest.
 * @param held - executions that it holds now: a window far above says nothing of what the loop can bear.
 * @returns 1 to `most`
 */
export function nextWindow({ window, held, lagMs, maxLagMs, most }: WindowSigns): number {
  if (lagMs > maxLagMs) {
    const bearable = Math.floor(Math.min(window, Math.max(held, 1)) * Math.max(0.5, maxLagMs / lagMs))
    return Math.max(1, bearable)
  }
  if (lagMs > maxLagMs / 2 || held < window / 2) return Math.min(window, most)
  return Math.min(most, window + Math.ceil(window / 4))
}

/** What the next window follows from. */
export interface WindowSigns {
  readonly window: number
  readonly held: number
  /** How late the event loop is, and may be, in milliseconds. */
  readonly lagMs: number
  readonly maxLagMs: number
  /** The most that a worker may hold at all. */
  readonly most: number
}
