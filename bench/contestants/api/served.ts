import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

/** What a server of the workload `api` is told when it begins. */
export interface ServerSetup {
  readonly kind: ServerKind
  readonly redisUrl: string
}

/** `stepwright`: the Step Functions API, with keys and a policy. `bare`: one route, one write. */
export type ServerKind = "stepwright" | "bare"

/** What a server says: first where it listens, then what it has used, in microseconds, whenever it is asked. */
export type ServerSays = { readonly url: string } | { readonly cpuMicros: number }

/** A server in a process of its own. */
export interface Served {
  readonly url: string
  /** Processor time of its process so far, in microseconds. */
  cpuMicros(): Promise<number>
  /** It ends with its parent, too. */
  close(): Promise<void>
}

const main = fileURLToPath(new URL("server.ts", import.meta.url))

/** Starts one. */
export async function serve(setup: ServerSetup): Promise<Served> {
  const server = fork(main, [JSON.stringify(setup)])
  const first = await said(server)
  if (!("url" in first)) throw new Error("a server did not say where it listens")
  return {
    url: first.url,
    async cpuMicros() {
      const answered = said(server)
      server.send("cpu")
      const answer = await answered
      return "cpuMicros" in answer ? answer.cpuMicros : Number.NaN
    },
    async close() {
      const gone = once(server, "exit")
      server.kill("SIGKILL")
      await gone
    },
  }
}

async function said(server: ChildProcess): Promise<ServerSays> {
  const ended = new AbortController()
  const onExit = (): void => ended.abort(new Error("a server ended"))
  server.once("exit", onExit)
  try {
    const [message] = (await once(server, "message", { signal: ended.signal })) as [ServerSays] // it says nothing else
    return message
  } finally {
    server.off("exit", onExit)
  }
}
