import { createHash } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"

import { type Client, EngineError, type ExecutionDescription, type HistoryEvent } from "@stepwright/engine"

import type { Record } from "./record.ts"

/** Executions that are asked for at once. */
const abreast = 20

/**
 * Waits until every execution whose start was acknowledged has ended, and records how: anew, where it was recorded before.
 * @param patienceMs after which those that have not are recorded as they are
 */
export async function recordEnds(client: Client, record: Record, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs
  record.db.exec("DELETE FROM ends")
  let waiting = acknowledged(record)
  for (;;) {
    const last = Date.now() >= deadline
    const running: Acknowledged[] = []
    await abreastOf(waiting, async (started) => {
      const known = await describe(client, started.execution)
      if (known === undefined) return
      if (known.status === "RUNNING" && !last) return void running.push(started)
      const { status, output } = known
      record.put("ends", { name: started.name, status, output: JSON.stringify(output ?? null) })
    })
    waiting = running
    if (waiting.length === 0 || last) return
    await pause(500)
  }
}

/** Records the histories of all executions that anybody has heard of, children included. */
export async function recordHistories(client: Client, record: Record): Promise<void> {
  const heardOf = record.db
    .prepare("SELECT DISTINCT execution FROM told UNION SELECT execution FROM starts WHERE acked IS NOT NULL")
    .all() as unknown as readonly { readonly execution: string }[] // the query's column
  await abreastOf(heardOf, async ({ execution }) => {
    try {
      const events = await wholeHistory(client, execution)
      record.db.exec("BEGIN")
      for (const event of events)
        record.put("history", { execution, event: event.id, digest: digestOf(event), type: event.type })
      record.db.exec("COMMIT")
    } catch (error) {
      if (isMissing(error)) return
      record.put("problems", { at: Date.now(), what: "history", subject: execution, detail: String(error) })
    }
  })
}

/** Tells events apart. */
export function digestOf(event: HistoryEvent): string {
  return createHash("sha1").update(JSON.stringify(event)).digest("base64url").slice(0, 12)
}

interface Acknowledged {
  readonly name: string
  readonly execution: string
}

function acknowledged({ db }: Record): readonly Acknowledged[] {
  return db
    .prepare("SELECT name, execution FROM starts WHERE acked IS NOT NULL")
    .all() as unknown as readonly Acknowledged[] // the query's columns
}

async function describe(client: Client, execution: string): Promise<ExecutionDescription | undefined> {
  try {
    return await client.describe(execution)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function wholeHistory(client: Client, execution: string): Promise<readonly HistoryEvent[]> {
  const all: HistoryEvent[] = []
  let cursor: string | undefined
  do {
    const page = await client.history(execution, cursor === undefined ? {} : { cursor })
    all.push(...page.events)
    cursor = page.cursor
  } while (cursor !== undefined)
  return all
}

function isMissing(error: unknown): boolean {
  return EngineError.is(error) && error.code === "EXECUTION_NOT_FOUND"
}

async function abreastOf<T>(all: readonly T[], job: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += abreast) await Promise.all(all.slice(from, from + abreast).map(job))
}
