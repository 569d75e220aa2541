import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

import type { WorkerHealth } from "@stepwright/engine"

import { CliError } from "../errors.ts"

/** What a monitor shows. */
export interface Monitored {
  health(): WorkerHealth
  readonly metrics: { answer(request: IncomingMessage, response: ServerResponse): void }
}

/** A server for probes and Prometheus. */
export interface Monitor {
  /** `http://127.0.0.1:9464` */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves `/healthz` (200 while the worker gets on), `/readyz` (200 while it takes up executions) and `/metrics`.
 * @param port - 0 for one that is free.
 * @throws {CliError} `PORT_UNUSABLE`
 */
export async function monitor(shown: Monitored, host: string, port: number): Promise<Monitor> {
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0]
    const get = request.method === "GET" || request.method === "HEAD"
    if (!get) return answer(response, 405, { error: "only GET" })
    if (path === "/metrics") return shown.metrics.answer(request, response)
    const health = shown.health()
    if (path === "/healthz") return answer(response, health.live ? 200 : 503, health)
    if (path === "/readyz") return answer(response, health.ready ? 200 : 503, health)
    return answer(response, 404, { error: "there are /healthz, /readyz and /metrics" })
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      reject(new CliError("PORT_UNUSABLE", `${host}:${port} cannot be listened at: ${cause.message}`, { cause }))
    })
    server.listen(port, host, resolve)
  })
  server.unref()
  const { address, port: bound, family } = server.address() as AddressInfo // it listens at a port
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
  response.end(`${JSON.stringify(body)}\n`)
}
