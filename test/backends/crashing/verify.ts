import type { Backend } from "@stepwright/engine"
import { expect } from "vitest"

import { factOf, full, type Line } from "./line.ts"

/** Whether a store holds all that was acknowledged, and nothing half done. */
export async function verify(backend: Backend, said: readonly Line[]): Promise<void> {
  try {
    for (const line of said) {
      const done = await present(backend, line)
      if (line.phase === "did") expect(done, `acknowledged: ${JSON.stringify(line)}`).not.toContain(false)
      // A tick, or a turn's starts, is there as a whole or not at all, acknowledged or not.
      else expect(new Set(done).size, `begun: ${JSON.stringify(line)}`).toBeLessThanOrEqual(1)
    }
  } finally {
    await backend.close()
  }
}

/** Of all that a call writes, what is there. */
async function present({ executions, deadLetters }: Backend, line: Line): Promise<readonly boolean[]> {
  const { letter = "" } = line
  const found: boolean[] = []
  for (const [id, length] of line.executions) {
    const facts = await executions.journal({ id })
    if (line.call === "start") found.push(facts !== undefined)
    else found.push(facts?.[length - 1] === factOf(id, length - 1, letter))
    if (length === full) found.push((await executions.get({ id }))?.output === `${id} by ${letter}`)
  }
  if (line.call === "tick" && found.length > 0) found.push((await deadLetters.get({ id: letter }))?.body === letter)
  return found
}
