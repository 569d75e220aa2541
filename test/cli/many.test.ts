import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { makeScratch, stepwright } from "./command.ts"
import { brokenTripModule } from "./workflows.ts"

const scratch = makeScratch()
beforeAll(() => {
  scratch.write("trip.ts", brokenTripModule)
})
afterAll(() => scratch.remove())

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): ReturnType<typeof stepwright> =>
  stepwright(args, scratch.path, env)

/** Trips that failed, each with a dead letter. */
async function failed(db: string, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    expect((await run(["run", "trip.ts", "--input", '{"seats":2}', "--db", db, "--name", name])).code).toBe(1)
  }
}

describe("what is done to many", () => {
  it("list shows them; redrive takes those that fit, and a dry run only tells", async () => {
    await failed("many.db", "t1", "t2")
    const listed = await run(["list", "--db", "many.db", "--status", "failed"])
    expect(listed.stdout).toMatch(/^\d{4}-\S+Z {2}FAILED {5}trip {2}t2\n\d{4}-\S+Z {2}FAILED {5}trip {2}t1\n$/)
    expect((await run(["list", "--db", "many.db", "--workflow", "other"])).stdout).toBe("There are no executions.\n")

    const where = ["--where", "workflow=trip", "after=2020-01-01", "--db", "many.db"]
    const dry = await run(["redrive", ...where, "--dry-run"])
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/2 of 2 executions would be redriven\n$/) })
    expect((await run(["redrive", "--where", "before=2020-01-01", "--db", "many.db"])).stdout).toBe(
      "0 of 0 executions redriven\n",
    )
    const done = await run(["redrive", ...where, "--json"])
    expect(done.code).toBe(0)
    expect(JSON.parse(done.stdout)).toMatchObject({ ok: true, dryRun: false, matched: 2, succeeded: 2, failed: 0 })
  })

  it("redrive and cancel take one as well, and tell why not", async () => {
    await failed("one.db", "t1")
    const cancelled = await run(["cancel", "t1", "--db", "one.db"])
    expect(cancelled.code).toBe(1)
    expect(cancelled.stdout).toMatch(/^✗ arn:\S+:t1 {2}FAILED\n0 of 1 executions cancelled, 1 failed\n$/)
    expect((await run(["cancel", "--where", "workflow=trip", "--db", "one.db", "--reason", "no"])).stdout).toBe(
      "0 of 0 executions cancelled\n",
    )
    const redriven = await run(["redrive", "t1", "--db", "one.db"])
    expect(redriven).toMatchObject({ code: 0, stdout: "1 of 1 executions redriven\n" })
    expect((await run(["redrive", "t9", "--db", "one.db"])).stderr).toContain("EXECUTION_UNKNOWN")
  })

  it("dlq retry settles all letters that fit", async () => {
    await failed("letters.db", "t1", "t2")
    const where = ["dlq", "retry", "trip.ts", "--db", "letters.db", "--where", "step=book", "error=Airline.Down"]
    expect((await run([...where, "--dry-run"])).stdout).toMatch(/2 of 2 dead letters would be settled\n$/)
    const again = await run(where)
    expect(again.code).toBe(1)
    expect(again.stdout).toMatch(/Airline.Down.*\n0 of 2 dead letters settled, 2 failed\n$/)
    const mended = await run(where, { MENDED: "1" })
    expect(mended).toMatchObject({ code: 0, stdout: "2 of 2 dead letters settled\n" })
    expect((await run(["dlq", "list", "--db", "letters.db"])).stdout).toBe("There are no dead letters.\n")
  })

  it.each([
    [["redrive", "--db", "x.db"], "Name an execution"],
    [["redrive", "t1", "--where", "workflow=trip", "--db", "x.db"], "Name an execution"],
    [["redrive", "--where", "size=1", "--db", "many.db"], "no NAME=VALUE"],
    [["redrive", "--where", "status=GONE", "--db", "many.db"], "no status GONE"],
    [["cancel", "--where", "after=soon", "--db", "many.db"], "no time"],
    [["dlq", "retry", "id-only", "--db", "many.db"], "ID FILE"],
    [["list"], "--db FILE or --redis URL"],
  ])("%j is called wrong", async (args, message) => {
    const ended = await run(args)
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain(message)
  })
})
