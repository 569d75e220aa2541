import type { HistoryEvent } from "../core/index.ts"
import type { Client } from "../program/client.ts"

/** Every page of an execution's history. */
export async function wholeHistory(client: Pick<Client, "history">, id: string): Promise<readonly HistoryEvent[]> {
  let page = await client.history(id)
  const events = [...page.events]
  while (page.cursor !== undefined) {
    page = await client.history(id, { cursor: page.cursor })
    events.push(...page.events)
  }
  return events
}
