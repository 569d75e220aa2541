// Works on the store that it is given until it is killed, and says what it is about to do and what was acknowledged.
// Each tick commits one fact to every execution that the process owns, and one dead letter.
import { writeSync } from "node:fs"

import { redis } from "@stepwright/adapters/redis"
import { sqlite } from "@stepwright/adapters/sqlite"
import { type Backend, type Commit, deadLetterRoute } from "@stepwright/engine"

import { factOf, full, type Line, plan } from "./line.ts"

const [kind, place = "", mode = "", round = ""] = process.argv.slice(2)
const backend = await opened()
await backend.plans.put({ id: plan, machine: "m", text: "{}" })
const { session } = await backend.sessions.open({ worker: "crashing", plans: [plan], onWake: () => {} })
say({ phase: "did", call: "open", executions: [] })

const owned = new Map<string, number>()
for (let turn = 0; ; turn++) {
  await start([0, 1, 2, 3].map((index) => `${round}.${turn}.${index}`))
  await tick(`${round}.${turn}`)
}

async function opened(): Promise<Backend> {
  if (kind === "redis") return await redis({ url: place, prefix: mode, partitions: 3, leaseMs: 1000 })
  return sqlite({ file: place, synchronous: mode === "full" ? "full" : "normal" })
}

async function start(ids: readonly string[]): Promise<void> {
  const executions = ids.map((id) => [id, 0] as const)
  say({ phase: "will", call: "start", executions })
  const common = { machine: "m", plan, header: "{}", startedAt: 0 }
  await Promise.all(ids.map((id) => backend.executions.start({ id, name: id, input: id, ...common })))
  say({ phase: "did", call: "start", executions })
}

async function tick(turn: string): Promise<void> {
  const [first = ""] = owned.keys()
  const letter = `${deadLetterRoute(first)}-${turn}`
  const commits = [...owned].map(([id, length], index): Commit => ({
    execution: id,
    expected: length,
    facts: [factOf(id, length, letter)],
    ...(length + 1 === full ? { status: { status: "SUCCEEDED", at: 0, output: `${id} by ${letter}` } } : {}),
    ...(index === 0 ? { deadLetters: [{ id: letter, execution: id, at: 0, body: letter }] } : {}),
  }))
  const executions = commits.map(({ execution, expected }) => [execution, expected + 1] as const)
  say({ phase: "will", call: "tick", executions, letter })
  const result = await backend.sessions.tick({ session, now: 0, commits, want: 20 - owned.size })
  if (result.lost || result.refused.length > 0) throw new Error("a commit was refused")
  say({ phase: "did", call: "tick", executions, letter })
  for (const [id, length] of owned) {
    if (length + 1 === full) owned.delete(id)
    else owned.set(id, length + 1)
  }
  for (const { id, length } of result.reserved) owned.set(id, length)
}

function say(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`)
}
