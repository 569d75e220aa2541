// Runs cases of one target in a thread of its own, so that one that hangs or dies takes nothing else with it.
import { parentPort, workerData } from "node:worker_threads"

import { runCase, shrunk, targetOf } from "./case.ts"
import type { Given, Tally } from "./run-target.ts"

const { name, seed, from, milliseconds, counter, last } = workerData as Given // what run-target.ts hands over
const target = targetOf(name)
const at = new Int32Array(counter)
const end = performance.now() + milliseconds
const codes = new Map<string, number>()
const failures: string[] = []
let slowest = { milliseconds: 0, number: from }
let number = from
for (; failures.length < 5 && number < last && performance.now() < end; number++) {
  Atomics.store(at, 0, number)
  const began = performance.now()
  try {
    const ending = runCase(target, seed, number)
    const code = "taken" in ending ? "taken" : ending.refused
    codes.set(code, (codes.get(code) ?? 0) + 1)
  } catch {
    failures.push(`case ${number}: ${shrunk(target, seed, number)}`)
  }
  const took = performance.now() - began
  if (took > slowest.milliseconds) slowest = { milliseconds: took, number }
}
const tally: Tally = { cases: number - from, codes, failures, slowest }
// A thread's port goes to the thread that made it: there is no origin to name.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(tally)
