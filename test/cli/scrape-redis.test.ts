import { readFileSync } from "node:fs"
import { join } from "node:path"

import { redis } from "@stepwright/adapters/redis"
import { createClient, silentLogger } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { makeScratch, start } from "./command.ts"
import { scraped } from "./scraped.ts"

const scratch = makeScratch()
afterAll(() => scratch.remove())

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

/** What a worker's `/metrics` shows: of a series' name, every label that it has, and each line. */
interface Scrape {
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>
  readonly text: string
}

function parsed(text: string): Scrape {
  const labels = new Map<string, Set<string>>()
  for (const line of text.split("\n")) {
    const series = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line)
    if (series === null) continue
    const [, name = "", pairs = ""] = series
    const own = labels.get(name) ?? new Set()
    for (const [, label = ""] of pairs.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)) own.add(label)
    labels.set(name, own)
  }
  return { labels, text }
}

let before: Scrape
let after: Scrape

beforeAll(async () => {
  await using server = await startRedis()
  const module = join(import.meta.dirname, "scraped.ts")
  const worker = start(["worker", module, "--redis", server.url, "--port", "0", "--json"], scratch.path)
  await worker.until(/"monitor":"http/)
  const url = /"monitor":"(http[^"]+)"/.exec(worker.output())?.[1] ?? ""
  const scrape = async (): Promise<Scrape> => parsed(await (await fetch(`${url}/metrics`)).text())
  before = await scrape()
  const backend = await redis({ url: server.url, logger: silentLogger })
  const client = createClient({ backend, workflows: [scraped] })
  const { id } = await client.start(scraped, { id: "o-1" })
  expect(await client.result(id, { timeoutMs: 40_000 })).toMatchObject({ status: "FAILED" })
  await backend.close()
  after = await scrape()
  worker.signal("SIGTERM")
  await worker.ended
})

const grouping = /\bby \(([^)]*)\)/g

/** Every selector of PromQL in a text: a name, and the labels that are matched. */
function selectors(text: string): readonly { readonly name: string; readonly matched: readonly string[] }[] {
  return [...text.matchAll(/\b((?:stepwright|nodejs)_\w+)(?:\{([^}]*)\}|(?=\[| [<>]|\)|$))/gm)].map(
    ([, name = "", matchers = ""]) => ({
      name,
      matched: [...matchers.matchAll(/(\w+)=/g)].map(([, label = ""]) => label),
    }),
  )
}

/** Expressions of the alert rules, and of the dashboard's panels and variables. */
function expressions(): readonly string[] {
  const rules = [...read("deploy/prometheus/alerts.yaml").matchAll(/expr: (?:\|\n((?: {10}.*\n)+)|(.*)\n)/g)].map(
    ([, block, line]) => (block ?? line ?? "").trim(),
  )
  const { panels } = JSON.parse(read("deploy/grafana/stepwright.json")) as {
    readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[]
  } // our file
  return [...rules, ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))]
}

describe("what a worker's /metrics shows", () => {
  it.each(expressions())("answers %s", (expression) => {
    const found = selectors(expression.replaceAll(grouping, ""))
    expect(found.length).toBeGreaterThan(0)
    const grouped = [...expression.matchAll(grouping)].flatMap(([, labels = ""]) => labels.split(/, */))
    for (const { name, matched } of found) {
      const labels = after.labels.get(name)
      expect(labels, name).toBeDefined()
      for (const label of [...matched, ...grouped]) expect(labels, `${name}, ${label}`).toContain(label)
    }
  })

  it("has every count that a rule waits for at 0 before it grows: else its first step is not seen", () => {
    for (const series of [
      'stepwright_execution_ended_total{stepwright_workflow_name="scraped",stepwright_execution_status="PARKED"',
      'stepwright_execution_ended_total{stepwright_workflow_name="scraped",stepwright_execution_status="FAILED"',
      "stepwright_dead_letter_written_total{",
      "stepwright_session_lost_total{",
    ]) {
      expect(before.text.split("\n").find((line) => line.startsWith(series))).toMatch(/\} 0$/)
    }
    expect(after.text).toMatch(/^stepwright_execution_ended_total\{[^}]*"FAILED"[^}]*\} 1$/m)
    expect(after.text).toMatch(/^stepwright_dead_letter_written_total\{[^}]*\} 1$/m)
  })
})
