// Six trips through the saga of workflow.ts, told as they went.
import { memory } from "@stepwright/adapters/memory"
import { startEngine } from "@stepwright/engine"

import { ending } from "./ending.ts"
import { tales } from "./trips.ts"
import { bookTrip } from "./workflow.ts"
import { openWorld } from "./world.ts"

// A reader that goes away (`npm start | head`) has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0)
  throw error
})

const told = new Map<string, string[]>()
const world = openWorld((execution, what) => {
  const lines = told.get(execution) ?? []
  told.set(execution, [...lines, what])
})
const engine = await startEngine({ backend: memory(), workflows: [bookTrip], handlers: world.handlers })

function tell(lines: readonly string[]): void {
  for (const line of lines) console.log(`   ${line}`)
}

for (const [index, { title, trip }] of tales.entries()) {
  console.log(`${index === 0 ? "" : "\n"}${index + 1}. ${title}: ${trip.traveller} to ${trip.city}`)
  const { id } = await engine.start(bookTrip, trip)
  let end = await engine.result(id)
  tell(told.get(id) ?? [])
  console.log(` → ${ending(end)}`)
  if (trip.traveller !== "Dora") continue
  console.log("   The printer gets ink, and the trip goes on where it stood:")
  const before = told.get(id)?.length ?? 0
  world.repair()
  await engine.redrive(id)
  end = await engine.result(id)
  tell(told.get(id)?.slice(before) ?? [])
  console.log(` → ${ending(end)}`)
}

const { letters } = await engine.deadLetters.list()
console.log(`\nFor people to deal with, ${letters.length} dead letter${letters.length === 1 ? "" : "s"}:`)
world.reconnect()
for (const { id, execution, step, compensation, error, attempts, key } of letters) {
  tell([`${step} was not undone: ${compensation} failed ${attempts} times, ${error}`, `its key: ${key}`])
  console.log("   The hotel has a new telephone, and the same cancellation is tried again, under the same key:")
  const before = told.get(execution)?.length ?? 0
  const { status } = await engine.deadLetters.retry(id)
  tell(told.get(execution)?.slice(before) ?? [])
  console.log(` → ${status}`)
  const { deadLetters = [] } = await engine.describe(execution)
  tell([`on record with the trip: ${deadLetters.map((letter) => `${letter.step} ${letter.status}`).join(", ")}`])
}
console.log(`\nLeft to deal with: ${(await engine.deadLetters.list()).letters.length}`)
await engine.close()
