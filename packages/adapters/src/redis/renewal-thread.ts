// Keeps the sessions of a process alive while its event loop stands still. Runs in a thread of its own, and imports
// nothing of the rest that could be slow to load.
import { parentPort, workerData } from "node:worker_threads"

import * as ioredis from "ioredis"

import { clientFor } from "./clients.ts"
import type { RenewalData } from "./renewal.ts"

const { place, roots, leaseMs, stallMs, timeoutMs, progress, beat } = workerData as RenewalData // our parent made it
const client = clientFor(ioredis, place, timeoutMs)
const cluster = "cluster" in place && place.cluster !== undefined
let sessions: readonly string[] = []
let seen = 0
let movedAt = performance.now()
let renewedAt = 0

parentPort?.on("message", (message: readonly string[]) => {
  sessions = message
})
client.connect().catch(() => {}) // it tries again by itself; what is asked meanwhile fails
setInterval(watch, leaseMs / 8)

/** The other thread renews at every quarter of the lease; here that is done once it is clearly late. */
function watch(): void {
  const now = performance.now()
  const count = Atomics.load(progress, 0)
  if (count !== seen) movedAt = now
  seen = count
  const still = now - movedAt
  if (still < leaseMs * (3 / 8) || still > stallMs || now - renewedAt < leaseMs / 4 || sessions.length === 0) return
  renewedAt = now
  const args = [String(leaseMs), ...sessions]
  const groups = cluster ? roots.map((root) => [root]) : [roots]
  for (const keys of groups) void client.eval(beat, keys.length, ...keys, ...args).catch(() => {}) // the next one may do
}
