import type { Client } from "@stepwright/engine"

import type { ProgressView } from "../progress/progress-view.ts"

/** Shows an execution that any process may run, to its end or until it is called off. Never rejects: its result tells. */
export async function followed(
  client: Pick<Client, "subscribe">,
  id: string,
  workflow: string,
  view: ProgressView,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const event of client.subscribe(id, { signal })) view.show({ execution: id, workflow, event })
  } catch {
    // The store is away, or the engine closed.
  }
}
