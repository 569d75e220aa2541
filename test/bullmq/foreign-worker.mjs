// A plain worker of BullMQ: it knows the contract of docs/queues.md, and nothing of Stepwright.
import { Worker } from "bullmq"

const [port, prefix, queue] = process.argv.slice(2)
const connection = { host: "127.0.0.1", port: Number(port), maxRetriesPerRequest: null }

const worker = new Worker(
  queue,
  async (job) => {
    const { input, key, attempt } = job.data
    if (job.name === "convert") return { v: 1, output: { text: input.text.toUpperCase(), key, attempt } }
    if (job.name === "refuse") throw new Error(JSON.stringify({ v: 1, error: "Paper.Jam", cause: "tray 2" }))
    if (job.name === "stumble") throw new Error("out of toner")
    if (job.name === "mumble") return "no envelope"
    if (job.name === "beat") {
      for (let beats = 0; beats < 8; beats++) {
        await job.updateProgress(beats)
        await new Promise((resolve) => setTimeout(resolve, 400))
      }
      return { v: 1, output: "alive" }
    }
    throw new Error(`unknown job ${job.name}`)
  },
  { connection, prefix, concurrency: 10 },
)
await worker.waitUntilReady()
console.log("ready")
