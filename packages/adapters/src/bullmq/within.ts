import { setTimeout as pause } from "node:timers/promises"

/** The longest that the platform's timers can wait, in milliseconds; whoever is more patient waits for ever. */
const longestTimer = 2 ** 31 - 1

/** Whether something ended, well or not, within so many milliseconds. */
export async function within(ms: number, doing: Promise<unknown>): Promise<boolean> {
  const done = doing.then(
    () => true,
    () => true,
  )
  if (ms > longestTimer) return await done
  const stop = new AbortController()
  const late = pause(ms, false, { signal: stop.signal }).catch(() => false)
  const result = await Promise.race([done, late])
  stop.abort()
  return result
}

/** How long a connection is waited for to end in good order, in milliseconds. */
const goodOrder = 2000

/** Something of BullMQ's with a connection of its own. */
interface Connected {
  close(): Promise<void>
  disconnect(): Promise<void>
}

/** Closes it, and cuts it off where its Redis does not answer. */
export async function closeSoon(connected: Connected): Promise<void> {
  if (!(await within(goodOrder, connected.close()))) await within(goodOrder, connected.disconnect())
}
