import { redis } from "@stepwright/adapters/redis"
import { task, workflow } from "@stepwright/dsl"
import { type Backend, createClient, silentLogger } from "@stepwright/engine"
import { sharedRedis, type SharedRedis } from "@stepwright/test-redis"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { z } from "zod"

import { type Ended, makeScratch, start, stepwright } from "./command.ts"
import { brokenTripModule, slowModule, stuckTripModule } from "./workflows.ts"

const scratch = makeScratch()
beforeAll(() => {
  scratch.write("slow.ts", slowModule)
  scratch.write("stuck.ts", stuckTripModule)
  scratch.write("broken.ts", brokenTripModule)
})
afterAll(() => scratch.remove())

const at = ({ url, prefix }: SharedRedis): readonly string[] => ["--redis", url, "--prefix", prefix]
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  stepwright(args, scratch.path, env)

async function opened(place: SharedRedis): Promise<Backend> {
  const backend = await redis({ ...place, logger: silentLogger })
  onTestFinished(() => backend.close())
  return backend
}

/** A trip that failed, with a dead letter. */
async function failed(place: SharedRedis): Promise<void> {
  const ended = await run(["run", "broken.ts", "--input", '{"seats":2}', "--name", "t1", ...at(place)])
  expect(ended.code).toBe(1)
}

describe("commands over Redis", () => {
  it("run keeps an execution there, goes on with what a killed process left, and shows how it went", async () => {
    const args = ["run", "slow.ts", "--input", "{}", "--name", "s", ...at(sharedRedis())]
    const killed = start(args, scratch.path)
    await killed.until(/second began/)
    killed.signal("SIGKILL")
    await killed.ended
    scratch.write("go", "")
    const ended = await run(args)
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: "" })
    expect(ended.stdout).toMatch(/✓ second\n/)
    expect(ended.stdout).toMatch(/SUCCEEDED s in .*\n2$/m)
  })

  it("compensate undoes what was stopped, and leaves alone what some worker may be at work on", async () => {
    const place = sharedRedis()
    const trip = start(["run", "stuck.ts", "--input", '{"seats":2}', "--name", "t", ...at(place)], scratch.path)
    await trip.until(/paying/)
    const compensate = ["compensate", "t", "stuck.ts", ...at(place)]
    const refused = await run(compensate)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain("EXECUTION_RUNS")
    const shown = await run([...compensate, "--dry-run"])
    expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: "" })
    expect(shown.stdout).toMatch(/^ {2}1\. Undo book {2}arn:.*:t\/book~undo$/m)

    const client = createClient({ backend: await opened(place), workflows: [] })
    const [{ id } = { id: "" }] = (await client.list()).executions
    await client.stop(id)
    await trip.ended
    const done = await run(compensate)
    expect(done.code).toBe(0)
    expect(done.stdout).toMatch(/^ABORTED Stepwright.Cancelled$/m)
    expect(done.stdout + done.stderr).toMatch(/unbooking arn:.*:t\/book$/m)
  })

  it("list and describe tell of work that no worker can run", async () => {
    const place = sharedRedis()
    const work = task("work", { input: z.object({}) })
    const orphan = workflow("orphan", { input: z.object({}) }, (w) => w.run(work({})))
    const client = createClient({ backend: await opened(place), workflows: [orphan] })
    const { id } = await client.start(orphan, {}, { name: "o" })

    expect((await run(["list", ...at(place)])).stdout).toMatch(
      /^warning WORK_UNSERVED 1 execution waits that no worker can run: orphan, plan \w{12}…$/m,
    )
    const listed = JSON.parse((await run(["list", "--json", ...at(place)])).stdout) as object
    expect(listed).toMatchObject({ ok: true, unserved: [{ workflow: "orphan", executions: 1 }] })
    expect((await run(["describe", "o", ...at(place)])).stdout).toMatch(/^waits +for a worker .*\(WORK_UNSERVED\)$/m)
    const described = JSON.parse((await run(["describe", id, "--json", ...at(place)])).stdout) as object
    expect(described).toMatchObject({ execution: { status: "RUNNING", unserved: true } })
  })

  it("dead letters are settled there as on a file", async () => {
    const place = sharedRedis()
    await failed(place)
    const retried = await run(["dlq", "retry", "broken.ts", "--where", "step=book", ...at(place)], { MENDED: "1" })
    expect(retried).toMatchObject({ code: 0, stdout: "1 of 1 dead letters settled\n" })
    expect((await run(["dlq", "list", ...at(place)])).stdout).toBe("There are no dead letters.\n")
  })

  it("redrive and cancel work there as on a file", async () => {
    const place = sharedRedis()
    await failed(place)
    expect((await run(["cancel", "t1", ...at(place)])).stdout).toContain("FAILED")
    const redriven = await run(["redrive", "--where", "workflow=trip", ...at(place), "--json"])
    expect(JSON.parse(redriven.stdout)).toMatchObject({ ok: true, matched: 1, succeeded: 1 })
  })
})
