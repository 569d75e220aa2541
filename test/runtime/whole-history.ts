import type { Client, HistoryEvent } from "@stepwright/engine"

/** Every event of an execution. */
export async function wholeHistory(client: Client, id: string): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = []
  let cursor: string | undefined
  do {
    const page = await client.history(id, cursor === undefined ? {} : { cursor })
    events.push(...page.events)
    cursor = page.cursor
  } while (cursor !== undefined)
  return events
}
