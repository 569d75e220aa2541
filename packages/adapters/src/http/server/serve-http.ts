import type { Server } from "node:http"
import type { AddressInfo } from "node:net"

import { createAdaptorServer } from "@hono/node-server"
import type { Hono } from "hono"

/** Where an app is served. */
export interface ServeHttpOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string
  /** 0 for one that is free. */
  readonly port: number
  /** Connections at once; more are closed at once. Default 2048. */
  readonly maxConnections?: number
}

/** A server that listens. */
export interface HttpServer {
  /** `http://127.0.0.1:8083` */
  readonly url: string
  /** Takes up nothing new, and lets what runs end for as long as this; then it is cut off. */
  close(options: { readonly graceMs: number }): Promise<void>
}

/**
 * How long clients may take, in milliseconds. The longest silence that is meant is AWS's: a synchronous execution is
 * answered after up to five minutes. A reader who takes nothing is silent, too.
 */
const [headersMs, requestMs, idleMs, silenceMs] = [10_000, 30_000, 65_000, 330_000]

/**
 * Serves an app by Node's own server, with bounds for slow clients: 10 s for the headers, 30 s for the whole request
 * (408), 65 s between requests.
 * @throws {Error} of Node, where the port cannot be listened at.
 */
export async function serveHttp(
  { fetch }: Pick<Hono, "fetch">,
  { host = "127.0.0.1", port, maxConnections = 2048 }: ServeHttpOptions,
): Promise<HttpServer> {
  const server = createAdaptorServer({
    fetch: async (request) => leaving(await fetch(request)),
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: idleMs,
      connectionsCheckingInterval: 1000,
    },
  }) as Server // of HTTP/1.1, since no other was asked for
  server.maxConnections = maxConnections
  server.timeout = silenceMs
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, host, resolve)
  })
  const { address, port: bound, family } = server.address() as AddressInfo // it listens at a port
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${bound}`,
    close: async ({ graceMs }) => await drained(server, graceMs),
  }
}

/** What was too large was not read to its end: nothing more can be asked over that connection, and the client is told. */
function leaving(response: Response): Response {
  if (response.status === 413) response.headers.set("connection", "close")
  return response
}

async function drained(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  // What is kept alive becomes idle one by one.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}
