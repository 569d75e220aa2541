import type { ExecutionRecord } from "@stepwright/engine"

import type { Parts } from "../parts.ts"

/** How long a request waits for a worker to do what it asked for, in milliseconds, and how often it looks. */
const [most, every] = [1000, 20]

/**
 * An execution's record as soon as it stands as it was asked to; after a second as it stands, for the request was taken
 * and will be seen to.
 */
export async function settled(
  { backend }: Parts,
  id: string,
  isSettled: (record: ExecutionRecord) => boolean,
): Promise<ExecutionRecord | undefined> {
  const until = performance.now() + most
  for (;;) {
    const record = await backend.executions.get({ id })
    if (record === undefined || isSettled(record) || performance.now() >= until) return record
    await new Promise((resolve) => setTimeout(resolve, every))
  }
}
