import type { HistoryEvent } from "../core/index.ts"
import { EngineError } from "../errors.ts"
import type { Client } from "./client.ts"
import type { ArchivedExecution } from "./retention.ts"

/** All that a client knows of an execution; undefined where it is not there any more. */
export async function archivedExecution(
  client: Pick<Client, "describe" | "history">,
  id: string,
): Promise<ArchivedExecution | undefined> {
  try {
    const execution = await client.describe(id)
    const history: HistoryEvent[] = []
    let cursor: string | undefined
    do {
      const page = await client.history(id, cursor === undefined ? {} : { cursor })
      history.push(...page.events)
      cursor = page.cursor
    } while (cursor !== undefined)
    return { v: 1, execution, history }
  } catch (error) {
    if (EngineError.is(error) && error.code === "EXECUTION_NOT_FOUND") return undefined
    throw error
  }
}
