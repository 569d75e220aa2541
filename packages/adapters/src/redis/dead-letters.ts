import type { DeadLetter, DeadLetters, DeadLetterStatus } from "@stepwright/engine"

import { marked, markOf, merged, PageCursor } from "./page-cursor.ts"
import type { Store } from "./store.ts"
import { fromStored, toStored } from "./text.ts"

/** A status is stored as its place in this list: append only. */
const letterStatuses: readonly DeadLetterStatus[] = ["OPEN", "RETRIED", "DROPPED"]

type Row = readonly [number: string, id: string, fields: readonly string[]]

/** Dead letters, in the order they were written. */
export function redisDeadLetters({ server, keys }: Store): DeadLetters {
  return {
    async list(params) {
      const { execution, status, limit } = params
      const cursor = new PageCursor(params)
      const codes = status === undefined ? "012" : String(letterStatuses.indexOf(status))
      const place = execution === undefined ? undefined : keys.place(execution)
      const pages = await Promise.all(
        keys.roots.map(async (root, partition) => {
          if (place !== undefined && place.partition !== partition) return []
          const found: Row[] = []
          for (let before = marked(cursor.before, partition); before !== "" && found.length <= limit;) {
            const args = [place?.route ?? "", codes, before, String(limit + 1 - found.length)]
            const [rows, behind] = await server.look<readonly [readonly Row[], string]>("letters", [root], args)
            found.push(...rows)
            before = behind
          }
          return found
        }),
      )
      const rows = merged(pages, limit + 1)
      const letters = rows.slice(0, limit).map(({ row: [, id, fields] }) => letterOf(id, fieldsOf(fields)))
      const last = rows[limit - 1]
      return rows.length > limit && last !== undefined
        ? { letters, cursor: cursor.after(markOf(last.row[0], last.partition)) }
        : { letters }
    },
    async get({ id }) {
      const partition = keys.partitionOfLetter(id)
      const fields = await server.ask(async (client): Promise<Readonly<Record<string, string>>> =>
        partition === undefined ? {} : client.hgetall(`${keys.root(partition)}d:${id}`),
      )
      return fields["e"] === undefined ? undefined : letterOf(id, fields)
    },
    async change({ id, change: { status, at, note } }) {
      const partition = keys.partitionOfLetter(id)
      if (partition === undefined) {
        await server.ask(async () => {})
        return { changed: false }
      }
      const noted = note === undefined ? ["0", ""] : ["1", toStored(note)]
      const args = [id, String(letterStatuses.indexOf(status)), String(at), ...noted]
      return { changed: (await server.run<number>("letter", [keys.root(partition)], args)) === 1 }
    },
  }
}

function fieldsOf(flat: readonly string[]): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {}
  for (let at = 0; at < flat.length; at += 2) fields[flat[at] ?? ""] = flat[at + 1] ?? ""
  return fields
}

/** Fields as `tick.lua` and `letter.lua` write them. */
function letterOf(id: string, fields: Readonly<Record<string, string>>): DeadLetter {
  const { e = "", t, b = "", x, s, n, c, o } = fields
  return {
    id,
    execution: fromStored(e),
    at: Number(t),
    body: fromStored(b),
    ...(x === undefined ? {} : { details: fromStored(x) }),
    status: letterStatuses[Number(s)] ?? "OPEN",
    retries: Number(n),
    ...(c === undefined ? {} : { changedAt: Number(c) }),
    ...(o === undefined ? {} : { note: fromStored(o) }),
  }
}
