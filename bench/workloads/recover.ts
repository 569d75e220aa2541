import { setTimeout as sleep } from "node:timers/promises"

import { recoverStepMs } from "../contestant.ts"
import type { Team } from "../team/team.ts"
import type { Workload } from "./workload.ts"

/** After the last start, in milliseconds: the steps of many are then in the middle. */
const killAfterMs = 200
/** The rest is given up on after so long, in milliseconds. */
const patienceMs = 180_000

/** All processes are killed in the middle, and others are started in their place at once. */
export const recover: Workload = {
  describe: ({ n, concurrency }) =>
    `${n} chains of three steps of ${recoverStepMs} ms, ${concurrency} at a time; the process is killed (SIGKILL) in the middle, and another started at once`,
  columns: [
    { key: "seconds", title: "killed to all done, s", digits: 2 },
    { key: "left", title: "to do when killed", digits: 0 },
  ],
  compared: [{ key: "seconds", better: "less" }],
  anew: true,
  async warmUp() {},
  async round(team, { n, concurrency }) {
    await team.share(n, (count) => ({ ask: "start", count, concurrency, due: 0, spreadMs: 0 }))
    await sleep(killAfterMs)
    const left = await howManyLeft(team)
    if (left === 0) throw new Error(`${team.entry.name} was done before it could be killed`)
    const began = performance.now()
    await team.killAndReplace()
    while ((await howManyLeft(team)) > 0) {
      if (performance.now() - began > patienceMs) throw new Error(`${team.entry.name} did not recover`)
      await sleep(50)
    }
    return { seconds: (performance.now() - began) / 1000, left }
  },
}

/** Every member sees the whole store. */
async function howManyLeft(team: Team): Promise<number> {
  return (await team.ask({ ask: "left" }))[0]?.left ?? 0
}
