import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

import {
  BundleError,
  type BundleIssue,
  type Bundles,
  bundleTasks,
  type HandlerPlace,
  locateHandlers,
  measureImports,
  sizeTable,
} from "@stepwright/adapters/aws/bundle"
import { handle, task, workflow } from "@stepwright/dsl"
import * as travel from "@stepwright/example-travel/handlers"
import { afterAll, describe, expect, it } from "vitest"
import { z } from "zod"

import { makeScratch } from "../cli/command.ts"
import { root } from "./bundled.ts"

// Inside the repository, so that packages resolve.
const folders = makeScratch()
const scratch = folders.path
afterAll(() => folders.remove())

let projects = 0

/** A project of these files. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = join(scratch, String(projects++))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const dsl = `import { handle, task, TaskError, workflow } from "@stepwright/dsl"\nimport { z } from "zod"\n`

interface Made extends Bundles {
  readonly text: (task: string) => string
}

/** Bundles exports of `tasks.ts`: by task, the way to its handler. */
function bundle(folder: string, exported: Readonly<Record<string, string>>, tasks: readonly string[] = []): Made {
  const handlers = Object.entries(exported).map(([name, path]): HandlerPlace => ({
    task: name,
    file: join(folder, "tasks.ts"),
    exportPath: path.split("."),
  }))
  const conditions = ["@stepwright/source"]
  const made = bundleTasks({ handlers, tasks, outDir: "out", root: folder, conditions })
  return { ...made, text: (name) => readFileSync(join(folder, "out", "functions", name, "index.mjs"), "utf8") }
}

function problems(act: () => unknown): readonly BundleIssue[] {
  try {
    act()
  } catch (error) {
    if (error instanceof BundleError) return error.issues
    throw error
  }
  return []
}

const bytes = ({ bundles }: Bundles, name: string): number => bundles.find(({ task }) => task === name)?.bytes ?? 0
const modules = ({ bundles }: Bundles, name: string): string =>
  bundles
    .filter(({ task }) => task === name)
    .flatMap((one) => one.modules.map(({ path }) => path))
    .join("\n")

describe("a bundle", () => {
  const folder = project({
    "tasks.ts": `${dsl}
import { heavy } from "./heavy.ts"
const Big = z.object({ a: z.string().min(1), b: z.array(z.int()) })
import * as m from "zod/mini"
export const noop = task("noop", { input: z.unknown(), handler: () => null })
export const mini = task("mini", { input: m.object({ a: m.string().check(m.minLength(1)) }), handler: ({ a }) => a })
export const big = task("big", { input: Big.pick({ a: true }), output: z.object({ n: Big.shape.b }), handler: () => heavy() })
export const parsing = task("parsing", { input: z.any() })
export const parsed = handle(parsing, (input) => Big.parse(input))
export const flow = workflow("flow", { input: Big }, (w, input) => w.run(big({ a: input.a })))
`,
    "heavy.ts": `export const heavy = () => ({ n: ["${"heavy".repeat(500)}"] }) as never`,
  })
  const made = bundle(folder, { noop: "noop", mini: "mini", big: "big", parsing: "parsed" })

  it("of a task that does nothing has no zod, and less than 60 kB", () => {
    expect(bytes(made, "noop")).toBeLessThan(14_000)
    expect(modules(made, "noop")).not.toMatch(/zod|heavy|jsonata|packages\/dsl\/src\/(?!bundle|errors|task)/)
    expect(made.text("noop")).not.toMatch(/heavyheavy/)
  })

  it("with schemas of zod/mini has less than 60 kB, and nothing of zod's own", () => {
    expect(bytes(made, "mini")).toBeLessThan(60_000)
    expect(modules(made, "mini")).toMatch(/zod\/v4\/mini/)
    expect(modules(made, "mini")).not.toMatch(/zod\/v4\/classic|heavy/)
  })

  it("has of zod what its schemas need: neither locales nor what makes JSON Schemas of all kinds", () => {
    expect(bytes(made, "big")).toBeLessThan(120_000)
    expect(modules(made, "big")).not.toMatch(/locales\/(?!en\.)|from-json-schema|jsonata/)
    expect(made.text("big")).toMatch(/heavyheavy/)
    expect(modules(made, "parsing")).toMatch(/zod/)
  })

  it("is the same each time, wherever it is put", () => {
    const first = readFileSync(join(folder, "out/functions/big/index.mjs"))
    const map = readFileSync(join(folder, "out/functions/big/index.mjs.map"))
    const handlers = [{ task: "big", file: join(folder, "tasks.ts"), exportPath: ["big"] }]
    const conditions = ["@stepwright/source"]
    bundleTasks({ handlers, outDir: "elsewhere/deep", root: folder, conditions })
    expect(readFileSync(join(folder, "elsewhere/deep/functions/big/index.mjs"))).toEqual(first)
    expect(readFileSync(join(folder, "elsewhere/deep/functions/big/index.mjs.map"))).toEqual(map)
    expect((String(first) + String(map)).includes(folder)).toBe(false)
    expect((JSON.parse(String(map)) as { sources: string[] }).sources).toContain("tasks.ts")
  })

  it("says what it weighs, and how long its import takes", () => {
    const times = measureImports(made.bundles, { runs: 3 })
    expect(times.map(({ task }) => task)).toEqual(["noop", "mini", "big", "parsing"])
    for (const { leastMs, medianMs, mostMs } of times)
      expect([leastMs, medianMs, mostMs]).toEqual([leastMs, medianMs, mostMs].toSorted((a, b) => a - b))
    const [head = "", rule, first, second] = sizeTable(made.bundles, times).split("\n")
    expect(head).toMatch(/^\| task +\| +kB \| +gzip \| +import, ms: median \(range\) \| heaviest, kB +\|$/)
    expect([rule, first, second].map((line) => line?.length)).toEqual(Array(3).fill(head.length))
    expect(first).toMatch(/^\| noop +\| +\d+\.\d \| +\d+\.\d \| +\d+\.\d \(\d+\.\d–\d+\.\d\) \| .*\d\.\d +\|$/)
    expect(second).toMatch(/zod \d+\.\d/)
  })

  it("has no warnings", () => expect(made.warnings).toEqual([]))
})

it("keeps what a module does where it is loaded, and what CommonJS packages require", async () => {
  const folder = project({
    "tasks.ts": `${dsl}
import { sep } from "./old.cjs"
export const env = z.object({ HOME: z.string() }).parse({ HOME: "here" })
globalThis.loaded = [...(globalThis.loaded ?? []), env.HOME]
export const noop = task("noop", { input: z.unknown(), handler: () => sep })
`,
    "old.cjs": `const { sep } = require("node:path"); exports.sep = sep`,
  })
  bundle(folder, { noop: "noop" })
  const module = (await import(pathToFileURL(join(folder, "out/functions/noop/index.mjs")).href)) as {
    handler: (event: unknown, context: object) => Promise<unknown>
  }
  expect(globalThis).toMatchObject({ loaded: ["here"] })
  const request = { v: 1, key: "k", attempt: 1, input: null, execution: "e", step: "s" }
  const context = { awsRequestId: "r", getRemainingTimeInMillis: () => 3000 }
  expect(await module.handler(request, context)).toEqual({ v: 1, output: "/" })
})

it("takes a handler from wherever it is exported", () => {
  const folder = project({
    "tasks.ts": `${dsl}
const a = task("a", { input: z.unknown() })
const b = task("b", { input: z.unknown() })
export default handle(a, () => "from the default export")
export const more = { b: handle(b, () => "from a record") }
export const list = [task("c", { input: z.unknown(), handler: () => "from a list" })]
`,
  })
  const made = bundle(folder, { a: "default", b: "more.b", c: "list.0" })
  expect(made.text("a")).toMatch(/from the default export/)
  expect(made.text("b")).toMatch(/from a record/)
  expect(made.text("c")).toMatch(/from a list/)
})

describe("problems", () => {
  it("of tasks are told all at once", () => {
    const folder = project({ "tasks.ts": "" })
    const place = { task: "charge", file: join(folder, "tasks.ts"), exportPath: ["a"] }
    const handlers = [place, { ...place, exportPath: ["list", "2"] }]
    const found = problems(() =>
      bundleTasks({ handlers, tasks: ["charge", "ship", "bill"], outDir: "out", root: folder }),
    )
    expect(found.map(({ code, message }) => [code, message])).toEqual([
      ["HANDLER_TWICE", "The task 'charge' is handled by a of tasks.ts and by list.2 of tasks.ts."],
      ["TASK_UNHANDLED", "Nobody handles the task 'ship'."],
      ["TASK_UNHANDLED", "Nobody handles the task 'bill'."],
    ])
  })

  it("of modules are told with their places, once each, and nothing is written", () => {
    const folder = project({
      "tasks.ts": `${dsl}
import "./broken.ts"
import "nowhere-to-be-found"
export const a = task("a", { input: z.unknown(), handler: () => 1 })
export const b = task("b", { input: z.unknown(), handler: () => 1 })
`,
      "broken.ts": `export const x = = 1`,
    })
    const found = problems(() => bundle(folder, { a: "a", b: "b" }))
    expect(found).toMatchObject([
      { code: "MODULE_INVALID", at: { file: "broken.ts", line: 1, column: 18 } },
      { code: "MODULE_UNRESOLVED", at: { file: "tasks.ts", line: 5, column: 8 } },
    ])
    expect(found[1]?.message).toBe("'nowhere-to-be-found' cannot be found; the handler of 'a' needs it.")
    expect(readdirSync(folder)).not.toContain("out")
  })

  it("say which file there is not", () => {
    const folder = project({})
    expect(problems(() => bundle(folder, { a: "a" }))).toMatchObject([
      { code: "MODULE_UNRESOLVED", message: "There is no file tasks.ts; it is to handle 'a'." },
    ])
  })

  it("say what is to be installed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stepwright-bare-"))
    cpSync(join(root, "packages/adapters/src/aws/bundle"), folder, { recursive: true })
    const file = pathToFileURL(join(folder, "bundle-tasks.ts")).href
    const bare = (await import(file)) as { readonly bundleTasks: typeof bundleTasks }
    try {
      bare.bundleTasks({ handlers: [], outDir: "out", root: folder })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ issues: [{ code: "ESBUILD_MISSING", message: "Not installed: esbuild, acorn." }] })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe("a warning", () => {
  const codes = ({ warnings }: Bundles): readonly string[] => warnings.map(({ code, message }) => `${code} ${message}`)

  it("tells of code that only another task's handler needs", () => {
    const folder = project({
      "tasks.ts": `${dsl}
import { Client } from "./client.ts"
const client = new Client()
export const a = task("a", { input: z.unknown(), handler: () => 1 })
export const b = task("b", { input: z.unknown(), handler: () => client.send() })
`,
      "client.ts": `export class Client { at = Date.now(); send() { return "${"words of a client ".repeat(60)}" } }`,
    })
    const [warning, ...others] = codes(bundle(folder, { a: "a", b: "b" }))
    expect(warning).toMatch(
      /^ANOTHERS_CODE The bundle of 'a' holds 1\d\d\d bytes of client.ts, which only 'b' needs\.$/,
    )
    expect(others).toEqual([])
  })

  it("tells of handlers in a list", () => {
    const folder = project({
      "tasks.ts": `${dsl}
const made = ["a", "b"].map((name) => task(name, { input: z.unknown(), handler: () => name }))
export const handlers = [...made]
`,
    })
    expect(codes(bundle(folder, { a: "handlers.0", b: "handlers.1" }))).toEqual([
      expect.stringMatching(
        /^HANDLERS_IN_LIST The handlers of 'a', 'b' stand in 'handlers'; each bundle has \d+ bytes\.$/,
      ),
    ])
  })

  it("tells of all of zod, of a require that is decided later, and of a native module", () => {
    const folder = project({
      "tasks.ts": `${dsl}
import { z as other } from "./zod.ts"
import { load } from "./old.cjs"
import native from "./addon.node"
export const a = task("a", { input: z.unknown(), handler: () => [other.string(), load("x"), native] })
`,
      "zod.ts": `export { z } from "zod"`,
      "old.cjs": `exports.load = (name) => require(name)`,
      "addon.node": "not really",
    })
    expect(codes(bundle(folder, { a: "a" }))).toEqual([
      expect.stringMatching(/^DYNAMIC_REQUIRE /),
      expect.stringMatching(/^NATIVE_MODULE The bundle of 'a' holds addon-\w+\.node\.$/),
      "WHOLE_ZOD The bundle of 'a' holds all of zod.",
    ])
    expect(readdirSync(join(folder, "out/functions/a"))).toHaveLength(3)
  })
})

describe("handlers", () => {
  const one = task("one", { input: z.unknown(), handler: () => 1 })
  const attached = handle(one, () => 2)
  const beating = task("beating", { input: z.unknown(), heartbeat: "20s" })
  const beaten = handle(beating, () => 3)

  it("are located by the shortest way; an attached one wins over a task's own", () => {
    const exports = { all: [attached, beaten], attached, one }
    expect(locateHandlers([{ file: "/a.ts", exports }])).toEqual([
      { task: "one", file: "/a.ts", exportPath: ["attached"] },
      { task: "beating", file: "/a.ts", exportPath: ["all", "1"], heartbeatSeconds: 20 },
    ])
    const twice = locateHandlers([
      { file: "/a.ts", exports: { attached } },
      { file: "/b.ts", exports: { x: handle(one, () => 3) } },
    ])
    expect(twice.map(({ file }) => file)).toEqual(["/a.ts", "/b.ts"])
  })

  it("have the shortest heartbeat of any step", () => {
    const flow = workflow("flow", {}, (w) => {
      w.run(one(null), { heartbeat: "30s" })
      w.all({
        a: (inner) => inner.run(one(null), { heartbeat: "5s" }),
        b: (inner) => inner.run(beating(null), { heartbeat: "60s" }),
      })
    })
    const seconds = locateHandlers([{ file: "/a.ts", exports: { attached, beaten } }], [flow])
    expect(seconds.map(({ heartbeatSeconds }) => heartbeatSeconds)).toEqual([5, 20])
  })
})

it("bundles the travel example", () => {
  const file = fileURLToPath(import.meta.resolve("@stepwright/example-travel/handlers"))
  const handlers = locateHandlers([{ file, exports: travel }])
  const made = bundleTasks({ handlers, outDir: join(scratch, "travel"), root, conditions: ["@stepwright/source"] })
  expect(made.bundles).toHaveLength(9)
  expect(made.warnings).toEqual([])
})
