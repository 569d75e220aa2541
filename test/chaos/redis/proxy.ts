import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"
import type { AddressInfo } from "node:net"
import { setTimeout as pause } from "node:timers/promises"

import { clientAddress } from "./network.ts"

/** A TCP connection to a server on loopback that can be slow, or lead nowhere for a while. */
export interface Proxy {
  readonly port: number
  /** Milliseconds that every piece takes on its way, in each direction; 0 at first. */
  delayMs: number
  /** Nothing passes any more, and no end of a connection is heard of. */
  hold(): void
  /** What was held passes. */
  release(): void
  /** Ends every connection. */
  cut(): void
  close(): Promise<void>
}

/** @param target a port of 127.0.0.1 */
export async function startProxy(target: number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  let gate: PromiseWithResolvers<void> | undefined
  const proxy = { delayMs: 0 }
  const passing = async (): Promise<void> => {
    await gate?.promise
    if (proxy.delayMs > 0) await pause(proxy.delayMs)
  }
  const lead = (from: Socket, to: Socket): void => {
    let last = Promise.resolve()
    from.on("data", (piece) => {
      from.pause()
      last = last.then(passing).then(() => {
        if (!to.destroyed) to.write(piece)
        from.resume()
      })
    })
    from.on("error", () => {}) // its end follows
    from.on("close", () => {
      sockets.delete(from)
      void last.then(passing).then(() => to.destroy())
    })
    sockets.add(from)
  }
  const server = createServer((inner) => {
    const outer = connect({ port: target, host: "127.0.0.1", localAddress: clientAddress })
    for (const each of [inner, outer]) each.setNoDelay(true)
    lead(inner, outer)
    lead(outer, inner)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return Object.assign(proxy, {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    hold() {
      gate ??= Promise.withResolvers()
    },
    release() {
      gate?.resolve()
      gate = undefined
    },
    cut,
    async close() {
      gate?.resolve()
      cut()
      server.close()
      await once(server, "close")
    },
  })
}
