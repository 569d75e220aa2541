import { serveQueue } from "@stepwright/adapters/bullmq"

import { piece } from "./served-tasks.ts"

const [port, prefix = "", concurrency] = process.argv.slice(2)

await serveQueue({
  connection: { host: "127.0.0.1", port: Number(port) },
  prefix,
  queue: "pieces",
  tasks: [piece],
  concurrency: Number(concurrency),
  lockDuration: 1000,
  stalledInterval: 1000,
  maxStalledCount: 3,
})
process.stdout.write("ready\n")
