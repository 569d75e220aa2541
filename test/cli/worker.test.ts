import { existsSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"

import { makeScratch, type Running, start, stepwright } from "./command.ts"
import { slowModule } from "./workflows.ts"

const scratch = makeScratch()
beforeAll(() => {
  scratch.write("slow.ts", slowModule)
})
beforeEach(() => rmSync(join(scratch.path, "go"), { force: true }))
afterAll(() => scratch.remove())

/** An execution whose process was killed in the middle of its second step. */
async function killed(db: string): Promise<void> {
  const run = start(["run", "slow.ts", "--input", "{}", "--db", db, "--name", "s"], scratch.path)
  await run.until(/second began/)
  run.signal("SIGKILL")
  await run.ended
}

async function monitorOf(worker: Running): Promise<string> {
  await worker.until(/"monitor":"http/)
  return /"monitor":"(http[^"]+)"/.exec(worker.output())?.[1] ?? ""
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status

async function described(db: string): Promise<string> {
  return (await stepwright(["describe", "s", "--db", db], scratch.path)).stdout
}

describe("stepwright worker", () => {
  it("goes on with what a killed process left, shows how it stands, and drains on SIGTERM", async () => {
    await killed("drain.db")
    const worker = start(["worker", "slow.ts", "--db", "drain.db", "--port", "0", "--json"], scratch.path)
    const url = await monitorOf(worker)
    await worker.until(/second began/)
    expect(await statusOf(`${url}/healthz`)).toBe(200)
    expect(await statusOf(`${url}/readyz`)).toBe(200)
    expect(await statusOf(`${url}/else`)).toBe(404)
    expect((await fetch(`${url}/healthz`, { method: "POST" })).status).toBe(405)
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toMatch(/^stepwright_worker_handlers\{.*stepwright_handler_state="running".*\} 1$/m)
    expect(metrics).toMatch(/^stepwright_queue_unserved\{.*\} 0$/m)

    worker.signal("SIGTERM")
    await worker.until(/"the worker drains","executions":1,"handlers":1/)
    expect(await statusOf(`${url}/healthz`)).toBe(200)
    expect(await statusOf(`${url}/readyz`)).toBe(503)
    scratch.write("go", "")
    const { code, stdout } = await worker.ended
    expect(code).toBe(0)
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { message: string }).message),
    ).toEqual(["the worker runs", "the worker drains", "the worker has left"])
    expect(await described("drain.db")).toMatch(/^status +SUCCEEDED$/m)
  })

  it("gives handlers no more than its grace, and what they had not done to the next worker", async () => {
    await killed("grace.db")
    const worker = start(["worker", "slow.ts", "--db", "grace.db", "--grace", "0"], scratch.path)
    await worker.until(/second began/)
    expect(worker.output()).toMatch(/^runs +slow\nstore +sqlite grace.db\nstops +on SIGTERM/m)
    worker.signal("SIGTERM")
    expect((await worker.ended).code).toBe(0)
    scratch.write("go", "")
    const next = start(["worker", "slow.ts", "--db", "grace.db", "--json"], scratch.path)
    await next.until(/second began/)
    next.signal("SIGINT")
    expect((await next.ended).code).toBe(0)
    expect(await described("grace.db")).toMatch(/^status +SUCCEEDED$/m)
  })

  it("leaves at once with a second signal", async () => {
    await killed("twice.db")
    const worker = start(["worker", "slow.ts", "--db", "twice.db", "--json"], scratch.path)
    await worker.until(/second began/)
    worker.signal("SIGTERM")
    await worker.until(/the worker drains/)
    worker.signal("SIGTERM")
    expect((await worker.ended).code).toBe(130)
    expect(await described("twice.db")).toMatch(/^status +RUNNING$/m)
  })

  it.each([
    ["no store", ["slow.ts"], "USAGE"],
    ["two stores", ["slow.ts", "--db", "x.db", "--redis", "redis://127.0.0.1:1"], "USAGE"],
    ["no URL", ["slow.ts", "--redis", "127.0.0.1"], "USAGE"],
    ["no number", ["slow.ts", "--db", "x.db", "--max-lag", "soon"], "USAGE"],
    ["no workflow", ["nothing.ts", "--db", "x.db"], "WORKFLOW_NOT_EXPORTED"],
  ])("is called wrong with %s", async (_, args, code) => {
    scratch.write("nothing.ts", "export const nothing = 1\n")
    const ended = await stepwright(["worker", ...args], scratch.path)
    expect(ended.stderr).toContain(code)
    expect(ended.code).toBe(2)
    expect(existsSync(join(scratch.path, "x.db"))).toBe(false)
  })

  it("says so where its port is taken, and leaves the store in good order", async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve))
    const { port } = other.address() as { readonly port: number } // it listens at a port
    const ended = await stepwright(["worker", "slow.ts", "--db", "port.db", "--port", String(port)], scratch.path)
    expect(ended.stderr).toContain("PORT_UNUSABLE")
    expect(ended.code).toBe(2)
    other.close()
  })
})
