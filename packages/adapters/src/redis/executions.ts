import type { ExecutionPage, Executions, ExecutionSummary, ListExecutions } from "@stepwright/engine"

import type { Ends } from "./ends.ts"
import { type Mark, marked, markOf, merged, PageCursor } from "./page-cursor.ts"
import { redisPruning } from "./pruning.ts"
import { planLength, readMeta, readRecord, readStanding, statuses, summaryOf } from "./record.ts"
import type { Starter } from "./starter.ts"
import type { Store } from "./store.ts"
import { fromStored, toStored } from "./text.ts"

/** Facts that are read at once. */
const factPage = 1000

/** Starting, looking at and forgetting executions. */
export function redisExecutions(store: Store, starter: Starter, ends: Ends): Executions {
  const { server, keys, plans } = store
  return {
    start: (execution) => starter.start(execution),
    async get({ id }) {
      const { route, partition } = keys.place(id)
      const head = await server.look<readonly string[]>("record", [keys.root(partition)], [route])
      if (head.length === 0) return undefined
      await plans.learn([head[0]?.slice(0, planLength) ?? ""])
      const record = readRecord(head, plans.of)
      return record.id === id ? record : undefined
    },
    async journal({ id, from = 0, limit = Infinity }) {
      const { route, partition } = keys.place(id)
      const key = `${keys.root(partition)}e:${route}`
      const facts: string[] = []
      for (;;) {
        const count = Math.min(factPage, limit - facts.length)
        const first = 4 + from + facts.length
        const [meta, page] = await server.ask((client) =>
          Promise.all([client.lindex(key, 0), count === 0 ? [] : client.lrange(key, first, first + count - 1)]),
        )
        if (meta === null || readMeta(meta, plans.of).id !== id) return undefined
        for (const fact of page) facts.push(fromStored(fact))
        if (page.length < factPage) return facts
      }
    },
    watchEnd: (watcher) => ends.watch(watcher),
    list: (params) => list(store, params),
    ...redisPruning(store),
  }
}

type Row = readonly [number: string, meta: string, standing: string]

async function list({ server, keys, plans }: Store, params: ListExecutions): Promise<ExecutionPage> {
  const { machine, status, mapRun, limit } = params
  const cursor = new PageCursor(params)
  const codes = status === undefined ? "012345" : String(statuses.indexOf(status))
  const what =
    mapRun === undefined
      ? ["x", machine === undefined ? "" : `x${toStored(machine)}`, codes]
      : ["y", toStored(mapRun), ""]
  const wanted = (each: ExecutionSummary): boolean =>
    mapRun === undefined ||
    ((machine === undefined || each.machine === machine) && (status === undefined || each.status === status))
  const found: { readonly mark: Mark; readonly summary: ExecutionSummary }[] = []
  let before = cursor.before
  for (;;) {
    const asked = limit + 1
    const pages = await Promise.all(
      keys.roots.map((root, partition) =>
        server.look<readonly Row[]>("list", [root], [...what, marked(before, partition), String(asked)]),
      ),
    )
    const rows = merged(pages, asked)
    await plans.learn(rows.map(({ row: [, meta] }) => meta.slice(0, planLength)))
    for (const { row, partition } of rows) {
      const [, meta, standing] = row
      const summary = summaryOf(readMeta(meta, plans.of), readStanding(standing))
      if (wanted(summary)) found.push({ mark: markOf(row[0], partition), summary })
    }
    const last = rows.at(-1)
    if (found.length > limit || rows.length < asked || last === undefined) break
    before = markOf(last.row[0], last.partition)
  }
  const executions = found.slice(0, limit).map(({ summary }) => summary)
  const last = found[limit - 1]
  return found.length > limit && last !== undefined ? { executions, cursor: cursor.after(last.mark) } : { executions }
}
