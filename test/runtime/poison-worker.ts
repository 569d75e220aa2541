// One life of a process whose handler kills it: started again and again by the poison test.
import { writeSync } from "node:fs"

import { redis } from "@stepwright/adapters/redis"
import { sqlite } from "@stepwright/adapters/sqlite"
import { silentLogger, startEngine } from "@stepwright/engine"

import { deadly, well } from "./poison-machines.ts"

/** A file, or a Redis and a prefix. */
const [place = "", prefix] = process.argv.slice(2)
const engine = await startEngine({
  backend:
    prefix === undefined
      ? sqlite({ file: place })
      : await redis({ url: place, prefix, leaseMs: 500, logger: silentLogger }),
  workflows: [deadly, well],
  maxDeliveries: 2,
  logger: silentLogger,
  resources: {
    crash: (_, { key }) => {
      writeSync(1, `${key}\n`)
      process.kill(process.pid, "SIGKILL")
      return new Promise(() => undefined)
    },
    work: (input) => input,
  },
})
const { id } = await engine.start(deadly, {}, { name: "deadly" })
const { status, error, cause } = await engine.result(id)
const { id: after } = await engine.start(well, "still at work", { name: "well" })
const { output } = await engine.result(after)
writeSync(1, `${JSON.stringify({ status, error, cause, output })}\n`)
await engine.close()
