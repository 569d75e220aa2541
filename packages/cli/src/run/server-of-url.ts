import type { RedisServer } from "@stepwright/adapters/bullmq"

/** A server by its URL, which was checked: `redis://user:password@host:port/database`, or `rediss://…`. */
export function serverOfUrl(text: string): RedisServer {
  const url = new URL(text)
  const { username, password, pathname } = url
  const database = Number(pathname.slice(1))
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? 6379 : Number(url.port),
    ...(username === "" ? {} : { username: decodeURIComponent(username) }),
    ...(password === "" ? {} : { password: decodeURIComponent(password) }),
    ...(database > 0 ? { db: database } : {}),
    ...(url.protocol === "rediss:" ? { tls: {} } : {}),
  }
}
