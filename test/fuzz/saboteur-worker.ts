// Stands in for worker.ts: its fourth case hangs, throws outside of everything, or ends the thread.
import { workerData } from "node:worker_threads"

import type { Given } from "./run-target.ts"

const { name, counter } = workerData as Given // what run-target.ts hands over
const at = new Int32Array(counter)
for (let number = 0; number <= 3; number++) Atomics.store(at, 0, number)
if (name === "exits") process.exit(7)
if (name === "throws") throw new Error("out of the blue")
for (;;) Atomics.load(at, 0)
