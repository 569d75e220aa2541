import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

import { redis } from "@stepwright/adapters/redis"
import { createClient } from "@stepwright/engine"

import type { Running } from "./running.ts"
import { placeOrder } from "./workflow.ts"

/** A client here, and two worker processes on a Redis; each run of the example has keys of its own there. */
export async function engineOnRedis(url: string, run: string): Promise<Running> {
  const prefix = `${run}:`
  const backend = await redis({ url, prefix })
  // One after the other: the first sets up the shop's books, which two at once would find locked.
  const workers = [await startWorker(url, prefix), await startWorker(url, prefix)]
  const engine = createClient({ backend, workflows: [placeOrder] })
  return {
    engine,
    where: `on ${new URL(url).host}, with two workers: processes ${workers.map(({ pid }) => pid).join(" and ")}`,
    async close() {
      await Promise.all(workers.map(stop))
      // The executions have been looked at: nothing is left of them but their plan.
      await engine.prune({ olderThanMs: 0 })
      await backend.close()
    },
  }
}

/** Comes back once it runs. */
async function startWorker(url: string, prefix: string): Promise<ChildProcess> {
  const file = fileURLToPath(new URL("./worker.ts", import.meta.url))
  // One alone could hold all orders at once: so that both have their share. Of a worker that dies, the other takes over
  // before a step's time is up.
  const args = ["worker", file, "--redis", url, "--prefix", prefix, "--concurrency", "20", "--lease", "2"]
  const worker = spawn("stepwright", args, { stdio: ["ignore", "pipe", "inherit"] })
  const [said] = (await Promise.race([once(worker.stdout, "data"), once(worker, "exit")])) as [Buffer | number | null]
  worker.stdout.resume()
  if (said instanceof Buffer) return worker
  throw new Error("A worker ended before it ran. (The example is started by npm start -- --redis URL.)")
}

/** One that was killed has ended already; the others went on without it. */
async function stop(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  const ended = once(worker, "exit")
  worker.kill("SIGTERM")
  await ended
}
