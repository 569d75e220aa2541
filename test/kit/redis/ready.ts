import { setTimeout as sleep } from "node:timers/promises"

import { Redis as Client } from "ioredis"

/** Milliseconds that a server has to come up or go down, or a topology to settle. */
export const patienceMs = 30_000

/** Asks again every few milliseconds until the answer is yes. What fails is asked again too. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs
  let last: unknown
  while (performance.now() < deadline) {
    try {
      if (await isSo()) return
    } catch (error) {
      last = error
    }
    await sleep(10)
  }
  throw new Error(`${what} did not come about within ${patienceMs / 1000} s`, { cause: last })
}

/** Runs a job over a connection of its own, which neither waits nor tries again. */
export async function asking<Answer>(url: string, job: (client: Client) => Promise<Answer>): Promise<Answer> {
  const client = new Client(url, { lazyConnect: true, retryStrategy: () => null, enableReadyCheck: false })
  client.on("error", () => {}) // the call that waits is told
  try {
    await client.connect()
    return await job(client)
  } finally {
    client.disconnect()
  }
}

/**
 * Waits until a server answers and has read its files.
 * @param whyNot says why it never will
 */
export async function answers(url: string, whyNot: () => string | undefined = () => undefined): Promise<void> {
  let reason: string | undefined
  await until(`an answer of ${url}`, async () => {
    reason = whyNot()
    return reason !== undefined || (await asking(url, (client) => client.ping())) === "PONG"
  })
  if (reason !== undefined) throw new Error(reason)
}
