import { redis } from "@stepwright/adapters/redis"
import { task, workflow } from "@stepwright/dsl"
import { createClient, silentLogger } from "@stepwright/engine"
import { sharedRedis, type SharedRedis } from "@stepwright/test-redis"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { z } from "zod"

import { makeScratch, type Running, start, stepwright } from "./command.ts"

const scratch = makeScratch()
beforeAll(() => {
  scratch.write("tasks.ts", tasksModule)
  scratch.write("book.ts", bookModule)
})
afterAll(() => scratch.remove())

/** A task with a queue, which waits until a file called \`go\` lies beside it. */
const tasksModule = `import { existsSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"

import { task } from "@stepwright/dsl"
import { z } from "zod"

export const render = task("render", {
  queue: "pdf",
  input: z.object({ page: z.number() }),
  output: z.object({ page: z.number(), by: z.number() }),
  readOnly: true,
  handler: async ({ page }) => {
    console.log(\`page \${page} began\`)
    while (!existsSync(new URL("go", import.meta.url))) await sleep(20)
    return { page, by: process.pid }
  },
})
`

const bookModule = `import { workflow } from "@stepwright/dsl"
import { z } from "zod"

import { render } from "./tasks.ts"

export const book = workflow("book", { input: z.object({ page: z.number() }) }, (w, page) => w.run(render(page)))
`

/** The same, as its caller knows it. */
const Page = z.object({ page: z.number() })
const render = task("render", {
  queue: "pdf",
  input: Page,
  output: z.object({ page: z.number(), by: z.number() }),
  readOnly: true,
})
const book = workflow("book", { input: Page }, (w, page) => w.run(render(page)))

const worker = ({ url, prefix }: SharedRedis, ...args: readonly string[]): Running =>
  start(["worker", ...args, "--redis", url, "--prefix", prefix, "--json"], scratch.path)

/** What a worker says of itself when it begins. */
function factsOf(running: Running): { readonly monitor?: string } {
  return JSON.parse(/^.*"the worker runs".*$/m.exec(running.output())?.[0] ?? "{}") as { readonly monitor?: string }
}

describe("stepwright worker --queues", () => {
  it("serves them by tasks alone, shows the jobs in hand, and on SIGTERM lets them end and takes no more", async () => {
    const place = sharedRedis()
    const sender = worker(place, "book.ts", "--queues", "pdf=0")
    const serving = worker(place, "tasks.ts", "--queues", "pdf=1", "--port", "0")
    await Promise.all([sender.until(/"the worker runs"/), serving.until(/"the worker runs"/)])
    const queuePrefix = `{${place.prefix.slice(0, -1)}}`
    expect(factsOf(sender)).toMatchObject({ workflows: ["book"], queues: { pdf: 0 }, queuePrefix })
    expect(factsOf(serving)).toMatchObject({ workflows: [], queues: { pdf: 1 }, queuePrefix })

    const backend = await redis({ ...place, logger: silentLogger })
    onTestFinished(() => backend.close())
    const client = createClient({ backend, workflows: [book] })
    const first = await client.start(book, { page: 1 })
    await serving.until(/page 1 began/)
    const monitor = factsOf(serving).monitor ?? ""
    expect(await (await fetch(`${monitor}/healthz`)).json()).toMatchObject({ live: true, ready: true, jobs: 1 })
    expect(await (await fetch(`${monitor}/metrics`)).text()).toMatch(
      /^stepwright_worker_handlers\{.*stepwright_handler_state="job".*\} 1$/m,
    )

    serving.signal("SIGTERM")
    await serving.until(/"the worker drains",.*"jobs":1/)
    const second = await client.start(book, { page: 2 })
    scratch.write("go", "")
    const { code, stdout } = await serving.ended
    expect(code).toBe(0)
    expect(stdout).not.toContain("page 2")
    expect(await client.result(first.id)).toMatchObject({ status: "SUCCEEDED", output: { page: 1 } })

    const next = worker(place, "tasks.ts", "--queues")
    expect(await client.result(second.id)).toMatchObject({ status: "SUCCEEDED", output: { page: 2 } })
    for (const running of [sender, next]) {
      running.signal("SIGTERM")
      expect((await running.ended).code).toBe(0)
    }
  })

  it.each([
    ["a queue that no task has", ["book.ts", "--redis", "redis://127.0.0.1:1", "--queues", "pfd"], "QUEUE_UNSERVED"],
    ["a store without queues", ["book.ts", "--db", "x.db", "--queues"], "USAGE"],
    ["a prefix alone", ["book.ts", "--redis", "redis://127.0.0.1:1", "--queue-prefix", "q"], "USAGE"],
  ])("is called wrong with %s", async (_, args, code) => {
    const ended = await stepwright(["worker", ...args], scratch.path)
    expect(ended.stderr).toContain(code)
    expect(ended.code).toBe(2)
  })
})
