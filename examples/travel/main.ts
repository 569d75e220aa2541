// Six trips through the saga of workflow.ts, told as they went.
import { memory } from "@stepwright/adapters/memory"
import { startEngine } from "@stepwright/engine"

import { ending } from "./ending.ts"
import { tales } from "./trips.ts"
import { bookTrip } from "./workflow.ts"
import { openWorld } from "./world.ts"

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
for (const { body } of letters) tell(JSON.stringify(JSON.parse(body), null, 2).split("\n"))
await engine.close()
