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

interface Letter {
  readonly id: string
  readonly [field: string]: unknown
}

/** Runs a trip whose seats cannot be given back, and answers the letter that it leaves. */
async function giveUp(db: string): Promise<Letter> {
  const ran = await run(["run", "trip.ts", "--input", '{"seats":2}', "--db", db, "--name", "t"])
  expect(ran.code).toBe(1)
  expect(ran.stdout).toMatch(/^compensating .*\n {2}↩ Undo book .*\n(?: {4}.*\n)* {2}✉ /m)
  const { code, stdout } = await run(["dlq", "list", "--db", db, "--json"])
  expect(code).toBe(0)
  const { letters } = JSON.parse(stdout) as { readonly letters: readonly Letter[] }
  expect(letters).toHaveLength(1)
  return letters[0] as Letter // there is one
}

describe("stepwright dlq", () => {
  it("lists and shows what was given up on, whole", async () => {
    const letter = await giveUp("show.db")
    expect(letter).toMatchObject({ step: "book", status: "OPEN", input: { seats: 2 }, result: { code: "S2" } })
    const listed = await run(["dlq", "list", "--db", "show.db"])
    expect(listed.stdout).toMatch(new RegExp(`^${letter.id}  \\d{4}-.*Z  OPEN  book: Airline.Down$`, "m"))
    const shown = await run(["dlq", "show", letter.id, "--db", "show.db"])
    expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: "" })
    expect(shown.stdout).toMatch(/^execution +arn:aws:states:.*:trip:t$/m)
    expect(shown.stdout).toMatch(/^key +arn:.*:t\/book$/m)
    expect(shown.stdout).toContain('"seats": 2')
    expect(shown.stdout).toMatch(/^error +Airline.Down$/m)
    const json = await run(["dlq", "show", letter.id, "--db", "show.db", "--json"])
    expect(JSON.parse(json.stdout)).toEqual({ ok: true, letter })
  })

  it("retries one: 1 while it fails, 0 once it goes well, and then it is settled", async () => {
    const { id } = await giveUp("retry.db")
    const failed = await run(["dlq", "retry", id, "trip.ts", "--db", "retry.db", "--json"])
    expect(failed.code).toBe(1)
    expect(JSON.parse(failed.stdout)).toMatchObject({ letter: { status: "OPEN", retries: 1, error: "Airline.Down" } })
    const done = await run(["dlq", "retry", id, "trip.ts", "--db", "retry.db", "--json"], { MENDED: "1" })
    expect(done.code).toBe(0)
    expect(JSON.parse(done.stdout)).toMatchObject({ letter: { status: "RETRIED", retries: 2 } })
    expect((await run(["dlq", "list", "--db", "retry.db"])).stdout).toBe("There are no dead letters.\n")
    expect((await run(["dlq", "list", "--db", "retry.db", "--status", "retried"])).stdout).toContain(id)
    const described = await run(["describe", "t", "--db", "retry.db"])
    expect(described.code).toBe(0)
    expect(described.stdout).toMatch(/^status +FAILED$/m)
    expect(described.stdout).toMatch(new RegExp(`^Dead letters\n${id}  .*  RETRIED  book: `, "m"))
    const again = await run(["dlq", "retry", id, "trip.ts", "--db", "retry.db"])
    expect(again.code).toBe(1)
    expect(again.stderr).toContain("DEAD_LETTER_SETTLED")
  })

  it("drops one with a reason", async () => {
    const { id } = await giveUp("drop.db")
    expect((await run(["dlq", "drop", id, "--db", "drop.db"])).code).toBe(2)
    const dropped = await run(["dlq", "drop", id, "--db", "drop.db", "--reason", "by hand"])
    expect(dropped.code).toBe(0)
    expect(dropped.stdout).toMatch(/^status +DROPPED$/m)
    expect(dropped.stdout).toMatch(/^reason +by hand$/m)
  })

  it("makes no file, and names what is not there", async () => {
    const none = await run(["dlq", "list", "--db", "none.db"])
    expect(none.code).toBe(2)
    expect(none.stderr).toContain("FILE_NOT_FOUND")
    await giveUp("known.db")
    const unknown = await run(["dlq", "show", "nobody", "--db", "known.db", "--json"])
    expect(unknown.code).toBe(1)
    expect(JSON.parse(unknown.stdout)).toMatchObject({ ok: false, problems: [{ code: "DEAD_LETTER_NOT_FOUND" }] })
    expect((await run(["dlq", "list", "--db", "known.db", "--limit", "many"])).code).toBe(2)
  })
})
