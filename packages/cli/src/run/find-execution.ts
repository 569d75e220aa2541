import type { Client } from "@stepwright/engine"

/** The id of a workflow's execution of this name; undefined where there is none. */
export async function findExecution(
  engine: Pick<Client, "list">,
  workflow: string,
  name: string,
): Promise<string | undefined> {
  let cursor: string | undefined
  do {
    const page = await engine.list({ workflow, limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
    const found = page.executions.find((execution) => execution.name === name)
    if (found !== undefined) return found.id
    cursor = page.cursor
  } while (cursor !== undefined)
  return undefined
}
