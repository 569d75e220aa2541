import { existsSync } from "node:fs"
import { request } from "node:http"

/** Where a server of the tests comes from. */
export type Kind = "docker" | "url" | "local"

/**
 * Docker where it answers, else REDIS_URL where it is set, else a process of this machine. STEPWRIGHT_REDIS, one of
 * `docker`, `url` and `local`, decides for all.
 */
export async function kindOfRedis(): Promise<Kind> {
  const asked = process.env["STEPWRIGHT_REDIS"]
  if (asked === "docker" || asked === "url" || asked === "local") return asked
  if (asked !== undefined && asked !== "") {
    throw new Error(`STEPWRIGHT_REDIS is docker, url or local, not ${JSON.stringify(asked)}`)
  }
  if (await dockerAnswers()) return "docker"
  return process.env["REDIS_URL"] === undefined ? "local" : "url"
}

/** Asks the daemon itself: the library that starts containers takes long to load only to find that there is none. */
async function dockerAnswers(): Promise<boolean> {
  const host = process.env["DOCKER_HOST"]
  const socketPath = host === undefined ? "/var/run/docker.sock" : /^unix:\/\/(.+)$/.exec(host)?.[1]
  if (socketPath === undefined) return true // a daemon elsewhere, which somebody named on purpose
  if (!existsSync(socketPath)) return false
  return new Promise((resolve) => {
    const ping = request({ socketPath, path: "/_ping", timeout: 2000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    ping.on("timeout", () => ping.destroy())
    ping.on("error", () => resolve(false))
    ping.end()
  })
}
