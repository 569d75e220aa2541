// One process of a contestant: does what its parent asks, one request after the other.
import { entriesOf } from "../contestants/entries.ts"
import type { Contestant } from "../contestant.ts"
import { inWindows } from "../windows.ts"
import type { Answer, Reply, Request } from "./message.ts"
import { Recorder } from "./recorder.ts"
import type { Setup } from "./team.ts"

const { entry: name, place, options } = JSON.parse(process.argv[2] ?? "") as Setup // our parent wrote it
const recorder = new Recorder()
const entry = entriesOf(options).find((candidate) => candidate.name === name)
if (entry === undefined) throw new Error(`nobody is called ${name}`)
const contestant = await entry.open(place, options, recorder)

let before = Promise.resolve()
process.on("message", (request: Request) => {
  before = before.then(() => reply(request))
})
// Without a parent there is nobody to work for.
process.on("disconnect", () => process.exit())
say({ ready: true })

async function reply(request: Request): Promise<void> {
  try {
    say({ answer: await answer(contestant, request) })
  } catch (error) {
    say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
  if (request.ask === "close") process.disconnect()
}

async function answer(contestant: Contestant, request: Request): Promise<Answer> {
  const servedBefore = (await contestant.servedMicros?.()) ?? 0
  const cpu = process.cpuUsage()
  const began = performance.now()
  const executionMs: number[] = []
  let left = 0
  switch (request.ask) {
    case "run":
      if (contestant.executeAll !== undefined) await contestant.executeAll(request.count)
      else {
        await inWindows(request.count, request.concurrency, async () => {
          const from = performance.now()
          await contestant.execute()
          executionMs.push(performance.now() - from)
        })
      }
      break
    case "start":
      await startAll(contestant, request)
      break
    case "left":
      left = await able(contestant.left)()
      break
    case "close":
      await contestant.close()
      break
  }
  const tookMs = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  const servedMicros = request.ask === "close" ? 0 : ((await contestant.servedMicros?.()) ?? 0) - servedBefore
  return { tookMs, cpuMicros: user + system, servedMicros, executionMs, ...recorder.take(), left }
}

async function startAll(contestant: Contestant, request: Request & { readonly ask: "start" }): Promise<void> {
  const { count, concurrency, due, spreadMs } = request
  const start = able(contestant.start)
  let started = 0
  await inWindows(count, concurrency, () => start(due + Math.floor((spreadMs * started++) / count)))
}

function able<Method>(method: Method | undefined): Method {
  if (method === undefined) throw new Error(`${name} cannot do that`)
  return method
}

function say(reply: Reply): void {
  process.send?.(reply)
}
