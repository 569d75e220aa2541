import type { Client } from "@stepwright/engine"

/** The id of the newest execution of this name, of this workflow or of any; undefined where there is none. */
export async function findExecution(
  engine: Pick<Client, "list">,
  workflow: string | undefined,
  name: string,
): Promise<string | undefined> {
  let cursor: string | undefined
  do {
    const page = await engine.list({
      limit: 1000,
      ...(workflow === undefined ? {} : { workflow }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    const found = page.executions.find((execution) => execution.name === name)
    if (found !== undefined) return found.id
    cursor = page.cursor
  } while (cursor !== undefined)
  return undefined
}
