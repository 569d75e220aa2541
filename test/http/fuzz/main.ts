import { parseArgs } from "node:util"

import { fuzzServer } from "./fuzz-server.ts"

const usage = `usage: npm run fuzz:http -- [--seconds N] [--seed S]

Sends requests of every kind to a server of its own: good ones, bent ones, and bytes that are no HTTP. No answer may be
500 or more, be missing, or show a stack or a secret; the server must be well afterwards and hold no more memory.

--seconds  how long; default 60
--seed     repeats what is sent; default by chance, printed. When what arrives is the machine's doing.`

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 30)) },
    help: { type: "boolean", default: false },
  },
})
const [seconds, seed] = [Number(values.seconds), Number(values.seed)]
if (values.help || !Number.isInteger(seconds) || seconds < 1 || !Number.isInteger(seed)) {
  process.stdout.write(`${usage}\n`)
  process.exit(values.help ? 0 : 2)
}
process.stdout.write(`seed ${seed}\n`)
const { isTTY } = process.stderr
const { sent, answers, failures, heap } = await fuzzServer({
  seed,
  seconds,
  progress: (count, failed) => {
    if (isTTY) process.stderr.write(`\r${count} requests, ${failed} failed`)
  },
})
if (isTTY) process.stderr.write(`\r${" ".repeat(50)}\r`)
const [warm, end] = heap.map((bytes) => (bytes / 1024 / 1024).toFixed(1))
process.stdout.write(
  [
    `${sent} requests in ${seconds} s, ${failures.length} failed`,
    `answers: ${[...answers]
      .toSorted(([, a], [, b]) => b - a)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(", ")}`,
    `heap after a collection: ${warm} MiB once warm, ${end} MiB at the end`,
    ...failures.map((failure) => `FAILED ${failure}`),
    "",
  ].join("\n"),
)
process.exitCode = failures.length === 0 ? 0 : 1
