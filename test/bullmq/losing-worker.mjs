// A worker of BullMQ that begins a job and never ends it, until it is killed.
import { Worker } from "bullmq"

const [port, prefix, queue] = process.argv.slice(2)
const connection = { host: "127.0.0.1", port: Number(port), maxRetriesPerRequest: null }
const worker = new Worker(
  queue,
  async () => {
    console.log("began")
    await new Promise((resolve) => setTimeout(resolve, 60_000))
  },
  { connection, prefix, stalledInterval: 500, lockDuration: 1000 },
)
await worker.waitUntilReady()
console.log("ready")
