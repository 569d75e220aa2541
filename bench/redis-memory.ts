// npx node --conditions=@stepwright/source bench/redis-memory.ts: what a sleeping execution takes of Redis's memory,
// all indexes included.
import { redis } from "@stepwright/adapters/redis"
import { startRedis } from "@stepwright/test-redis"
import { Redis } from "ioredis"

const count = Number(process.argv[2] ?? 100_000)
const plan = "a".repeat(64)
const header = '{"v":1,"seed":"uDSWb9e4-Z4bMXMre0Bjrg"}'
const input = JSON.stringify({ note: "x".repeat(389) })
const fact = '{"type":"ExecutionStarted","at":1796042849925,"digest":0}'

await using server = await startRedis()
const asking = new Redis(server.url)
const backend = await redis({ url: server.url })
await backend.plans.put({ id: plan, machine: "sleeper", text: "{}" })
const before = await used()
const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
for (let done = 0; done < count; done += 500) {
  const names = Array.from({ length: 500 }, (_, index) => `${String(done + index).padStart(8, "0")}-4c0f-41a9-9a3c`)
  await Promise.all(
    names.map((name) => {
      const id = `arn:aws:states:local:000000000000:execution:sleeper:${name}`
      return backend.executions.start({ id, machine: "sleeper", name, plan, header, input, startedAt: 1796042849925 })
    }),
  )
  const now = Date.now()
  const result = await backend.sessions.tick({ session, now, commits: [], want: 500 })
  if (result.lost || result.reserved.length < 500) throw new Error("not all were handed out")
  const sleep = { due: now + 86_400_000 }
  const commits = result.reserved.map(({ id }) => ({ execution: id, expected: 0, facts: [fact], sleep }))
  await backend.sessions.tick({ session, now, commits, want: 0 })
}
process.stdout.write(`${Math.round(((await used()) - before) / count)} bytes for each of ${count}\n`)
await backend.close()
asking.disconnect()

/** Bytes of Redis's data, its tables included; not what it holds for connections and its file. */
async function used(): Promise<number> {
  const fields = new Map((await asking.info("memory")).split("\r\n").map((line) => line.split(":") as [string, string]))
  const bytes = (name: string): number => Number(fields.get(name))
  return bytes("used_memory") - bytes("mem_clients_normal") - bytes("mem_aof_buffer")
}
