// Fills the file that it is given until the system lets it grow no more, and says what became of each call.
import { sqlite } from "@stepwright/adapters/sqlite"
import { AdapterError } from "@stepwright/engine"

const [file = ""] = process.argv.slice(2)
const plan = "c".repeat(64)
const backend = sqlite({ file })
await backend.plans.put({ id: plan, machine: "m", text: "{}" })
const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
const started: string[] = []
const said: Record<string, unknown> = { started }

for (let index = 0; said["start"] === undefined; index++) {
  const input = "x".repeat(10_000)
  const execution = { id: `e${index}`, machine: "m", name: "n", plan, header: "{}", input, startedAt: 0 }
  await backend.executions.start(execution).then(
    () => started.push(execution.id),
    (error: unknown) => (said["start"] = codeOf(error)),
  )
}
said["get"] = (await backend.executions.get({ id: "e0" }))?.status

const first = await backend.sessions.tick({ session, now: 0, commits: [], want: 1 })
const [reserved] = first.lost ? [] : first.reserved
const commit = { execution: reserved?.id ?? "", expected: 0, facts: ["x".repeat(1_000_000)] }
const tick = { session, now: 0, commits: [commit], want: 1 }
said["tick"] = await backend.sessions.tick(tick).then(() => "taken", codeOf)
said["next"] = await backend.sessions.tick({ ...tick, commits: [] })

const again = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
const second = await backend.sessions.tick({ session: again.session, now: 0, commits: [], want: 1000 })
said["handedOut"] = second.lost ? 0 : second.reserved.length
console.log(JSON.stringify(said))

function codeOf(error: unknown): unknown {
  return AdapterError.is(error) ? [error.code, error.retryable] : String(error)
}
