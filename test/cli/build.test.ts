import { mkdirSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { makeScratch, stepwright } from "./command.ts"
import { machine, quickModule, shopModule } from "./workflows.ts"

/** Wrong in two workflows of one file: what the compiler finds, not the definition. */
const uncompilable = `import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const work = task("work", { input: z.object({ item: z.number() }), readOnly: true })

export const wide = workflow("wide", {}, (w) => w.each([1, 2], (item) => work({ item }), { concurrency: 100 }))
export const wider = workflow("wider", {}, (w) => w.each([1, 2], (item) => work({ item }), { concurrency: 200 }))
`

const misused = `import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const work = task("work", { input: z.object({}), readOnly: true })

export const wrong = workflow("wrong", {}, (w) => {
  w.run(work({}), { name: "same" })
  w.run(work({}), { name: "same" })
})
`

const scratch = makeScratch()
beforeAll(() => {
  scratch.write("shop.ts", shopModule)
  scratch.write("uncompilable.ts", uncompilable)
  scratch.write("misused.ts", misused)
  scratch.write("quick.ts", quickModule)
  scratch.write("machine.asl.json", JSON.stringify(machine, null, 2))
})
afterAll(() => scratch.remove())

describe("stepwright build", () => {
  it("writes a definition and bindings for every workflow, the same bytes each time", async () => {
    const first = await stepwright(["build", "shop.ts", "--out", "dist"], scratch.path)
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: "" })
    expect(first.stdout).toMatch(/^wrote dist\/greet\.asl\.json \d+ bytes\nwrote dist\/greet\.bindings\.json/)
    const files = readdirSync(join(scratch.path, "dist")).toSorted()
    expect(files).toEqual(["greet.asl.json", "greet.bindings.json", "order.asl.json", "order.bindings.json"])
    const read = (folder: string): readonly string[] =>
      files.map((file) => readFileSync(join(scratch.path, folder, file), "utf8"))
    expect(JSON.parse(read("dist")[2] ?? "")).toMatchObject({ QueryLanguage: "JSONata" })
    const again = await stepwright(["build", "shop.ts", "--out", "dist"], scratch.path)
    expect(again.stdout.match(/^same /gm)).toHaveLength(4)
    // From another folder, in another process: nothing of where it was built is in it.
    mkdirSync(join(scratch.path, "deeper"))
    await stepwright(["build", "../shop.ts", "--out", "../elsewhere"], join(scratch.path, "deeper"))
    expect(read("elsewhere")).toEqual(read("dist"))
  })

  it("builds only the workflow that is named, and those that it calls", async () => {
    await stepwright(["build", "shop.ts#greet", "--out", "one"], scratch.path)
    expect(readdirSync(join(scratch.path, "one")).toSorted()).toEqual(["greet.asl.json", "greet.bindings.json"])
  })

  it("tells machines what it wrote", async () => {
    const { stdout } = await stepwright(["build", "shop.ts", "--out", "json", "--json"], scratch.path)
    const { ok, files } = JSON.parse(stdout) as { readonly ok: boolean; readonly files: readonly unknown[] }
    expect(ok).toBe(true)
    expect(files[0]).toEqual({
      workflow: "greet",
      type: "STANDARD",
      kind: "definition",
      file: "json/greet.asl.json",
      bytes: expect.any(Number),
      changed: true,
    })
  })

  it("tells of what type a workflow is, which its definition does not say", async () => {
    const { stdout } = await stepwright(["build", "quick.ts", "--out", "types"], scratch.path)
    expect(stdout).toMatch(/^wrote types\/parent\.asl\.json \d+ bytes$/m)
    expect(stdout).toMatch(/^wrote types\/quick\.asl\.json \d+ bytes EXPRESS$/m)
    const json = await stepwright(["build", "quick.ts", "--out", "types", "--json"], scratch.path)
    const { files } = JSON.parse(json.stdout) as { readonly files: readonly unknown[] }
    expect(files).toMatchObject([
      { workflow: "parent", type: "STANDARD" },
      { workflow: "parent", type: "STANDARD" },
      { workflow: "quick", type: "EXPRESS" },
      { workflow: "quick", type: "EXPRESS" },
    ])
  })

  it("tells every error of every file at once, and writes nothing", async () => {
    const { code, stdout, stderr } = await stepwright(
      ["build", "misused.ts", "shop.ts", "uncompilable.ts", "--out", "never"],
      scratch.path,
    )
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
    expect(stderr).toMatch(/^error NAME_TAKEN misused\.ts:8:\d+$/m)
    expect(stderr.match(/^error CONCURRENCY_INLINE uncompilable\.ts:\d+:\d+$/gm)).toHaveLength(2)
    expect(stderr).toMatch(/3 errors; nothing was written\n$/)
    expect(readdirSync(scratch.path)).not.toContain("never")
  })

  it("refuses two workflows whose files would overwrite each other", async () => {
    scratch.write(
      "other.ts",
      'import { workflow } from "@stepwright/dsl"\nexport const other = workflow("Greet", {}, () => ({ ok: true }))\n',
    )
    const { code, stderr } = await stepwright(["build", "shop.ts", "other.ts", "--out", "never"], scratch.path)
    expect(code).toBe(1)
    expect(stderr).toContain("error DUPLICATE_NAME")
  })
})

describe("stepwright check", () => {
  it("finds nothing wrong where nothing is", async () => {
    expect(await stepwright(["check", "shop.ts", "machine.asl.json"], scratch.path)).toEqual({
      code: 0,
      stdout: "✓ 2 files, 3 state machines: no problems\n",
      stderr: "",
    })
  })

  it("looks at a state machine as at one of the type that it is to have", async () => {
    const asl = {
      StartAt: "A",
      States: { A: { Type: "Task", Resource: "arn:aws:states:::ecs:runTask.sync", End: true } },
    }
    scratch.write("job.asl.json", JSON.stringify(asl))
    const codeOf = async (...type: readonly string[]): Promise<number | null> =>
      (await stepwright(["check", "job.asl.json", "--json", ...type], scratch.path)).code
    expect(await codeOf()).toBe(0)
    expect(await codeOf("--type", "EXPRESS")).toBe(1)
    expect(await codeOf("--type", "express")).toBe(2)
  })

  it("shows what is wrong in a definition: code, place, line, message, hint", async () => {
    const { code, stdout } = await stepwright(["check", "misused.ts"], scratch.path)
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /^error NAME_TAKEN misused\.ts:8:5\n {2}8 \| {3}w\.run\(work\(\{\}\), \{ name: "same" \}\)\n {4}\| {5}\^\n {2}\S.*\n {2}→ Give one of them another name\.\n/,
    )
    expect(stdout).toMatch(/1 file, 0 state machines: 1 error\n$/)
  })

  it("shows what is wrong in a state machine, at its line", async () => {
    const text = `{
  "StartAt": "Fetch",
  "States": {
    "Fetch": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "f", "id.$": "$.order[" },
      "Next": "Chek"
    },
    "Check": { "Type": "Succeed" }
  }
}
`
    const { code, stdout } = await stepwright(["check", scratch.write("wrong.asl.json", text), "--json"], scratch.path)
    expect(code).toBe(1)
    const { ok, problems } = JSON.parse(stdout) as {
      readonly ok: boolean
      readonly problems: readonly Record<string, unknown>[]
    }
    expect(ok).toBe(false)
    expect(problems).toContainEqual(
      expect.objectContaining({
        severity: "error",
        code: "MISSING_TRANSITION_TARGET",
        file: "wrong.asl.json",
        line: 8,
        column: 7,
        location: "/States/Fetch/Next",
        hint: "Did you mean Check?",
      }),
    )
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: "error", line: 7, location: "/States/Fetch/Parameters" }),
    )
  })

  it("says where a state machine's file is not JSON", async () => {
    const file = scratch.write("broken.asl.json", '{\n  "StartAt": "A",\n}\n')
    const { code, stdout } = await stepwright(["check", file], scratch.path)
    expect(code).toBe(1)
    expect(stdout).toContain("error JSON_INVALID broken.asl.json:3:1\n")
  })

  it("goes on to the other files, and tells all in the order of files and lines", async () => {
    const { stdout } = await stepwright(
      ["check", "uncompilable.ts", "misused.ts", "broken.asl.json", "shop.ts"],
      scratch.path,
    )
    expect(stdout.match(/^error \w+ [\w.]+/gm)).toEqual([
      "error JSON_INVALID broken.asl.json",
      "error NAME_TAKEN misused.ts",
      "error CONCURRENCY_INLINE uncompilable.ts",
      "error CONCURRENCY_INLINE uncompilable.ts",
    ])
    expect(stdout).toMatch(/4 files, 2 state machines: 4 errors\n$/)
  })
})
