import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"

import { whenWeAreGone } from "./bound-to-us.ts"
import { answers, patienceMs } from "./ready.ts"

/** A `redis-server` process on loopback, which goes when this process goes. */
export interface LocalServer {
  readonly url: string
  /** Up again on the same port and files. Nothing while it is up. */
  start(): Promise<void>
  /** Sends a signal and, but for SIGSTOP and SIGCONT, waits until the process is gone. Nothing while it is down. */
  signal(signal: "SIGTERM" | "SIGKILL" | "SIGSTOP" | "SIGCONT"): Promise<void>
}

/**
 * A server that is down yet.
 * @param args as on the command line of `redis-server`, after what the port and the folder need
 * @param file of settings, which a sentinel cannot do without
 */
export function localServer(dir: string, port: number, args: readonly string[], file?: string): LocalServer {
  let child: ChildProcess | undefined
  const place = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--logfile", join(dir, "redis.log")]
  const url = `redis://127.0.0.1:${port}`
  const all = [...(file === undefined ? [] : [file]), ...place, ...args]
  return {
    url,
    async start() {
      if (child !== undefined) return
      const started = spawn("redis-server", all, { stdio: "ignore" })
      child = started
      const callOff = whenWeAreGone('kill -9 "$1"', String(started.pid))
      started.once("exit", () => {
        callOff()
        if (child === started) child = undefined
      })
      await once(started, "spawn")
      await answers(url, () => (child === started ? undefined : `redis-server ended:\n${logOf(dir)}`))
    },
    async signal(signal) {
      const running = child
      if (running === undefined) return
      if (signal === "SIGSTOP" || signal === "SIGCONT") return void running.kill(signal)
      const gone = once(running, "exit")
      if (signal === "SIGTERM") running.kill("SIGCONT") // one that is stopped heeds it only then
      running.kill(signal)
      // It refuses to go while it writes its first append-only file, and forgets that it was told to.
      const again = setInterval(() => running.kill(signal), 200)
      const impatient = new AbortController()
      await Promise.race([
        gone,
        sleep(patienceMs, undefined, { signal: impatient.signal, ref: false }).then(
          () => running.kill("SIGKILL"),
          () => {},
        ),
      ])
      impatient.abort()
      await gone
      clearInterval(again)
    },
  }
}

function logOf(dir: string): string {
  try {
    return readFileSync(join(dir, "redis.log"), "utf8").split("\n").slice(-20).join("\n")
  } catch {
    return "it wrote no log"
  }
}
