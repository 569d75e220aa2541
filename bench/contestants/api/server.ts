// The server process of the workload `api`.
import { serveHttp } from "@stepwright/adapters/http"

import { bareApp } from "./bare-app.ts"
import type { ServerSays, ServerSetup } from "./served.ts"
import { stepwrightApp } from "./stepwright-app.ts"

const { kind, redisUrl } = JSON.parse(process.argv[2] ?? "") as ServerSetup // our parent wrote it
const app = kind === "bare" ? bareApp(redisUrl) : await stepwrightApp(redisUrl)
const { url } = await serveHttp(app, { port: 0 })

process.on("message", () => {
  const { user, system } = process.cpuUsage()
  say({ cpuMicros: user + system })
})
// Without a parent there is nobody to serve.
process.on("disconnect", () => process.exit())
say({ url })

function say(message: ServerSays): void {
  process.send?.(message)
}
