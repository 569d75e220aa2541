import { expect } from "vitest"

import { type Lab, until } from "./lab.ts"

/** Cancels, and waits until the worker has heard of it. */
export async function cancelled(lab: Lab, id: string, reason?: string): Promise<void> {
  expect(await lab.client.cancel(id, reason === undefined ? {} : { reason })).toEqual({ accepted: true })
  await journalled(lab, id)
}

/** Waits until the word has reached all child executions that run, and theirs: until then they go on. */
export async function childrenCancelled(lab: Lab, id: string): Promise<void> {
  for (const { mapRun } of await lab.client.listMapRuns(id)) {
    const { executions } = await lab.client.list({ mapRun, status: "RUNNING" })
    for (const child of executions) {
      await journalled(lab, child.id)
      await childrenCancelled(lab, child.id)
    }
  }
}

async function journalled({ backend }: Lab, id: string): Promise<void> {
  await until(async () => (await backend.executions.journal({ id }))?.some((fact) => fact.includes("Cancel")) === true)
}
