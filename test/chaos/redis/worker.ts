import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync, readSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import type { RedisOptions } from "@stepwright/adapters/redis"
import { type Redis, whenWeAreGone } from "@stepwright/test-redis"

import { type Proxy, startProxy } from "./proxy.ts"
import type { Line } from "./record.ts"
import type { Servers } from "./servers.ts"
import type { WorkerArguments } from "./worker-arguments.ts"

/** The place of a worker: whatever becomes of the process there, another one follows. */
export interface Worker {
  /** Names the process that is there now. */
  readonly name: string
  /** Its connections, one to each node, and the one to the queues. */
  readonly proxies: readonly Proxy[]
  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void
  /** Kills the process that is there, and stays without one. */
  stop(): Promise<void>
  /** Takes what the processes have said since. */
  listen(): void
}

export interface WorkerSettings {
  readonly number: number
  readonly folder: string
  readonly servers: Servers
  readonly options: Omit<RedisOptions, "url" | "client" | "cluster" | "clusterOptions">
  /** Milliseconds by which the clock of the next process is wrong. */
  readonly skewMs: () => number
  /** For tests of the judge: its processes tell of no error. */
  readonly silenced: boolean
  readonly take: (worker: string, lines: readonly Line[]) => void
  /** Told of every end. */
  readonly onGone: (worker: string) => void
  /** Told of an end that nobody brought about. */
  readonly onProblem: (worker: string, detail: string) => void
}

const main = fileURLToPath(new URL("./worker-main.ts", import.meta.url))

/** Starts a process, and another one as soon as it is gone. */
export async function startWorker(settings: WorkerSettings): Promise<Worker> {
  const { number, folder, servers, options, silenced, take, onGone, onProblem } = settings
  const ends = [...servers.nodes, servers.queues]
  const proxies = await Promise.all(ends.map(({ port }) => startProxy(port)))
  const through = (port: number): number => proxies[ends.findIndex((end: Redis) => end.port === port)]?.port ?? port
  const place = servers.place(through)
  const queuePort = through(servers.queues.port)
  let lives = 0
  let stopped = false
  let current: { readonly name: string; readonly process: ChildProcess; readonly tail: Tail; gone: Promise<void> }

  const live = (): void => {
    const name = `${number}.${++lives}`
    const file = join(folder, `worker-${name}.jsonl`)
    const given: WorkerArguments = {
      redis: { ...options, ...place },
      queuePort,
      file,
      skewMs: settings.skewMs(),
      silenced,
    }
    const child = spawn(process.execPath, ["--conditions=@stepwright/source", main, JSON.stringify(given)], {
      stdio: ["ignore", "ignore", "pipe"],
    })
    const callOff = whenWeAreGone('kill -9 "$1"', String(child.pid))
    const tail = tailOf(file)
    let stderr = ""
    child.stderr?.on("data", (piece: Buffer) => (stderr = (stderr + piece.toString()).slice(-4000)))
    const gone = once(child, "close").then(async ([code, signal]) => {
      callOff()
      // At the end of the run nothing is lost by it, and nothing excused.
      if (!stopped) onGone(name)
      take(name, tail.lines())
      tail.close()
      if (signal !== "SIGKILL") onProblem(name, `ended with ${signal ?? code}: ${stderr}`)
      if (!stopped) live()
    })
    current = { name, process: child, tail, gone }
  }
  live()
  return {
    get name() {
      return current.name
    },
    proxies,
    signal: (signal) => void current.process.kill(signal),
    listen: () => take(current.name, current.tail.lines()),
    async stop() {
      stopped = true
      current.process.kill("SIGKILL")
      await current.gone
      await Promise.all(proxies.map((proxy) => proxy.close()))
    },
  }
}

interface Tail {
  /** The whole lines that were written since. */
  lines(): readonly Line[]
  close(): void
}

function tailOf(file: string): Tail {
  const read = openSync(file, "a+")
  const buffer = Buffer.alloc(1 << 20)
  let from = 0
  let rest = ""
  let closed = false
  return {
    lines() {
      if (closed) return []
      let text = rest
      for (;;) {
        const size = readSync(read, buffer, 0, buffer.length, from)
        if (size === 0) break
        from += size
        text += buffer.toString("latin1", 0, size)
      }
      const lines = text.split("\n")
      rest = lines.pop() ?? ""
      return lines.map((line) => JSON.parse(line) as Line) // as the worker writes it
    },
    close() {
      closed = true
      closeSync(read)
    },
  }
}
