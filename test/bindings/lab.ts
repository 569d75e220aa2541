import { once } from "node:events"
import { createServer, type IncomingHttpHeaders, type Server } from "node:http"
import type { AddressInfo } from "node:net"

import { memory } from "@stepwright/adapters/memory"
import type { BoundResources } from "@stepwright/adapters/bindings"
import { type Client, silentLogger, startEngine, stateMachine } from "@stepwright/engine"

/** A request as a test's server got it. */
export interface Heard {
  readonly path: string
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What a test's server answers; `never`: nothing. */
export type Said =
  | "never"
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }

/** A real HTTP server on loopback. */
export interface Listening extends AsyncDisposable {
  readonly url: string
  readonly heard: readonly Heard[]
}

export async function listening(answer: (heard: Heard) => Said): Promise<Listening> {
  const heard: Heard[] = []
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const { url: path = "", method = "", headers } = request
      const asked = { path, method, headers, body: Buffer.concat(chunks).toString("utf8") }
      heard.push(asked)
      const said = answer(asked)
      if (said === "never") return
      response.writeHead(said.status ?? 200, { "content-type": "application/json", ...said.headers })
      response.end(said.body ?? "")
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo // of a TCP server
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}

/** A Task state of each resource by its name, run alone with its arguments; the answers in the same order. */
export async function asked(
  resources: BoundResources,
  tasks: readonly (readonly [resource: string, input: unknown, fields?: object])[],
): Promise<readonly Awaited<ReturnType<Client["result"]>>[]> {
  const workflows = tasks.map(([Resource, , fields = {}], index) =>
    stateMachine(`m${index}`, { StartAt: "A", States: { A: { Type: "Task", Resource, End: true, ...fields } } }),
  )
  await using engine = await startEngine({ backend: memory(), workflows, resources, logger: silentLogger })
  return await Promise.all(
    workflows.map(async (machine, index) => {
      const { id } = await engine.start(machine, tasks[index]?.[1], { name: "one" })
      return await engine.result(id)
    }),
  )
}
