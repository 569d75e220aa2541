import { spawn } from "node:child_process"
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { DatabaseSync } from "node:sqlite"

import { AdapterError, type Backend } from "@stepwright/engine"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { sqlite } from "./sqlite.ts"

const folder = mkdtempSync(join(tmpdir(), "stepwright-open-"))
const whole = join(folder, "whole.db")
let files = 0
const seed = process.env["STEPWRIGHT_SEED"]
const seeded = seed === undefined ? {} : { seed: Number(seed) }

beforeAll(async () => {
  const backend = sqlite({ file: whole })
  await fill(backend, 300)
  await backend.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

describe("a file that is refused stays as it was", () => {
  it.each([
    ["FILE_FOREIGN", "a text", (file: string) => writeFileSync(file, "Dear diary, ".repeat(1000))],
    ["FILE_FOREIGN", "a few bytes", (file: string) => writeFileSync(file, "SQLite")],
    ["FILE_FOREIGN", "another database", (file: string) => createForeign(file)],
    ["FILE_FOREIGN", "a spoilt magic number", (file: string) => patch(file, 3, 0xff)],
    ["FILE_VERSION", "another format", (file: string) => changeHeader(file, "PRAGMA user_version = 3")],
    ["FILE_CORRUPT", "a table missing", (file: string) => changeHeader(file, "DROP TABLE inbox")],
    ["FILE_CORRUPT", "half of it", (file: string) => truncateSync(file, readFileSync(whole).length >> 1)],
    ["FILE_CORRUPT", "its first page", (file: string) => truncateSync(file, 4096)],
    ["FILE_CORRUPT", "all but its last byte", (file: string) => truncateSync(file, readFileSync(whole).length - 1)],
    ["FILE_CORRUPT", "a page of zeros", (file: string) => patch(file, 4096 * 9, ...new Uint8Array(4096))],
    ["FILE_CORRUPT", "a flipped byte in a page's head", (file: string) => patch(file, 4096 * 9, 0xff)],
  ])("%s: %s", (code, _, spoil) => {
    const file = copy()
    spoil(file)
    expectRefused(file, code)
  })

  it("with its write-ahead log beside it", async () => {
    const file = copy()
    const backend = sqlite({ file })
    await fill(backend, 20, "more ")
    const crashed = join(folder, `${files++}.db`)
    for (const suffix of ["", "-wal"]) copyFileSync(file + suffix, crashed + suffix)
    await backend.close()
    for (let at = 4096; at < readFileSync(crashed).length; at += 4096) patch(crashed, at, 0xff)
    const log = readFileSync(`${crashed}-wal`)
    expectRefused(crashed, "FILE_CORRUPT", `${crashed}-shm`)
    expect(readFileSync(`${crashed}-wal`).equals(log)).toBe(true)
  })

  it("with a table that has another column than ours", async () => {
    const file = copy()
    patch(file, readFileSync(file).indexOf("body TEXT"), "x".charCodeAt(0))
    expectRefused(file, "FILE_CORRUPT")
  })

  it("whatever bytes are flipped, or it opens and every call answers or says FILE_CORRUPT", async () => {
    const { length } = readFileSync(whole)
    const flips = fc.array(fc.tuple(fc.nat({ max: length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 40 })
    const property = fc.asyncProperty(flips, async (bytes) => {
      const file = copy()
      for (const [at, value] of bytes) patch(file, at, value)
      const before = readFileSync(file)
      let backend: Backend
      try {
        backend = sqlite({ file })
      } catch (error) {
        expect(AdapterError.is(error) && error.code).toMatch(/^FILE_/)
        expect(readFileSync(file).equals(before)).toBe(true)
        return
      }
      await readAll(backend).catch((error: unknown) => {
        expect(AdapterError.is(error) && error.code).toBe("FILE_CORRUPT")
      })
      await backend.close()
      rmSync(file)
    })
    await fc.assert(property, { numRuns: 60, ...seeded })
  })
})

describe("a file belongs to one backend at a time", () => {
  it("says FILE_BUSY within a process, until the first is closed", async () => {
    const file = copy()
    const first = sqlite({ file })
    expectCode("FILE_BUSY", () => sqlite({ file }))
    // The refusal has not loosened the first one's lock.
    expect(await openElsewhere(file)).toBe("FILE_BUSY")
    await fill(first, 1, "still ")
    await first.close()
    await sqlite({ file }).close()
  })

  it("says FILE_BUSY to another process, until the first is closed", async () => {
    const file = copy()
    const first = sqlite({ file })
    expect(await openElsewhere(file)).toBe("FILE_BUSY")
    await first.close()
    expect(await openElsewhere(file)).toBe("opened")
  })
})

describe("a new file", () => {
  it("is created with its folder, and nothing else is left there", async () => {
    const file = join(folder, "deep", "er", "new.db")
    await sqlite({ file }).close()
    expect(readdirSync(join(folder, "deep", "er"))).toEqual(["new.db"])
    await sqlite({ file, synchronous: "full" }).close()
  })

  it("may be there already, empty", async () => {
    const file = join(folder, `${files++}.db`)
    writeFileSync(file, "")
    await sqlite({ file }).close()
    await sqlite({ file }).close()
  })

  it("is created by one of several processes, and the others find it", async () => {
    for (let round = 0; round < 3; round++) {
      const file = join(folder, `${files++}.db`)
      const outcomes = await Promise.all([0, 1, 2].map(() => openElsewhere(file)))
      expect(outcomes).toContain("opened")
      expect(outcomes.filter((each) => each !== "opened" && each !== "FILE_BUSY")).toEqual([])
      await sqlite({ file }).close()
    }
  })

  it("is BACKEND_FAILED where the path cannot be one", () => {
    const path = join(folder, "folder.db")
    mkdirSync(path)
    expectCode("BACKEND_FAILED", () => sqlite({ file: path }))
    expectCode("BACKEND_FAILED", () => sqlite({ file: join(whole, "below-a-file.db") }))
  })

  it("is no name that SQLite takes for a database without a file", () => {
    for (const file of ["", ":memory:"]) expectCode("BACKEND_FAILED", () => sqlite({ file }))
    expect(() => sqlite({ file: ":memory:" })).toThrow("':memory:' names no file")
    expect(existsSync(":memory:")).toBe(false)
  })
})

it("opens without a word on stderr", async () => {
  const { code, stderr } = await run(`await (sqlite({ file: ${JSON.stringify(copy())} })).close()`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
})

async function fill(backend: Backend, count: number, prefix = ""): Promise<void> {
  const plan = "a".repeat(64)
  await backend.plans.put({ id: plan, machine: "m", text: "{}" })
  const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
  for (let index = 0; index < count; index++) {
    const id = `${prefix}${index}`
    const input = JSON.stringify({ id, text: "x".repeat(200) })
    await backend.executions.start({ id, machine: "m", name: id, plan, header: "{}", input, startedAt: index })
  }
  const tick = { session, now: 1, commits: [], want: count }
  const result = await backend.sessions.tick(tick)
  const commits = (result.lost ? [] : result.reserved).map(({ id }) => ({
    execution: id,
    expected: 0,
    facts: ["y".repeat(300), "z"],
    status: { status: "SUCCEEDED" as const, at: 5, output: "1" },
  }))
  await backend.sessions.tick({ ...tick, commits, want: 0 })
}

async function readAll(backend: Backend): Promise<void> {
  const { executions } = await backend.executions.list({ limit: 1000 })
  for (const { id } of executions) {
    await backend.executions.get({ id })
    await backend.executions.journal({ id })
  }
  await backend.plans.list()
  await backend.deadLetters.list({ limit: 10 })
}

function copy(): string {
  const file = join(folder, `${files++}.db`)
  copyFileSync(whole, file)
  return file
}

function patch(file: string, at: number, ...bytes: readonly number[]): void {
  const content = readFileSync(file)
  content.set(bytes, at)
  writeFileSync(file, content)
}

function createForeign(file: string): void {
  rmSync(file)
  changeHeader(file, "CREATE TABLE notes (text TEXT)")
}

function changeHeader(file: string, sql: string): void {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}

function expectRefused(file: string, code: string, ...left: readonly string[]): void {
  const before = readFileSync(file)
  const beside = readdirSync(folder)
  expectCode(code, () => sqlite({ file }))
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(readdirSync(folder)).toEqual([...beside, ...left.map((path) => basename(path))].toSorted())
}

function expectCode(code: string, call: () => unknown): void {
  try {
    call()
  } catch (error) {
    expect(AdapterError.is(error) ? error.code : error).toBe(code)
    return
  }
  expect.fail(`expected ${code}`)
}

async function openElsewhere(file: string): Promise<string> {
  const { stdout } = await run(
    `try { await (sqlite({ file: ${JSON.stringify(file)} })).close(); console.log("opened") } catch (error) { console.log(error.code) }`,
  )
  return stdout.trim()
}

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a script in a process of its own. */
function run(script: string): Promise<Ended> {
  const source = `import { sqlite } from "@stepwright/adapters/sqlite"\n${script}`
  const child = spawn(process.execPath, ["--conditions=@stepwright/source", "--input-type=module", "--eval", source], {
    cwd: import.meta.dirname,
  })
  let stdout = ""
  let stderr = ""
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, stdout, stderr }))
  })
}
