import { task, TaskError, workflow } from "@stepwright/dsl"
import { cliCodes, type Host, runCommand } from "stepwright"
import { never, runTest } from "stepwright/testing"
import { describe, expect, it } from "vitest"
import { z } from "zod"

const ask = task("ask", {
  input: z.object({ question: z.string() }),
  output: z.string(),
  readOnly: true,
  timeout: "1h",
  retry: { attempts: 2, interval: "30m" },
})
const asking = workflow("asking", { input: z.object({ question: z.string() }) }, (w, { question }) =>
  w.run(ask({ question })),
)

describe("stepwright/testing", () => {
  it("runs a workflow with mocks, and tells what was called", async () => {
    const run = await runTest(asking, {
      input: { question: "why" },
      mocks: { ask: ({ question }: { question: string }) => `because ${question}` },
    })
    expect(run).toMatchObject({
      status: "SUCCEEDED",
      output: "because why",
      calls: [{ task: "ask", attempt: 1, input: { question: "why" } }],
    })
  })

  it("skips time: two timeouts and a pause of hours end at once", async () => {
    const run = await runTest(asking, { input: { question: "why" }, mocks: { ask: never } })
    expect(run).toMatchObject({ status: "FAILED", error: "States.Timeout", elapsedMs: 2.5 * 3_600_000 })
    expect(run.calls.map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  it("fails a step with the error that a mock is", async () => {
    const run = await runTest(asking, {
      input: { question: "why" },
      mocks: { ask: [new TaskError("Busy"), "at last"] },
    })
    expect(run).toMatchObject({ status: "SUCCEEDED", output: "at last" })
  })
})

describe("runCommand", () => {
  const written = { stdout: "", stderr: "" }
  const output = (name: "stdout" | "stderr"): Host["stdout"] => ({
    isTerminal: false,
    columns: 80,
    write: (text) => void (written[name] += text),
  })
  const host: Host = {
    stdout: output("stdout"),
    stderr: output("stderr"),
    env: {},
    cwd: import.meta.dirname,
    onInterrupt: () => () => undefined,
    divert: () => () => undefined,
    exit: () => undefined,
  }

  it("answers with the exit code and touches no process", async () => {
    expect(await runCommand(["check", "gone.ts", "--json"], host)).toBe(2)
    expect(JSON.parse(written.stdout)).toMatchObject({
      ok: false,
      problems: [{ code: "FILE_NOT_FOUND", hint: cliCodes.FILE_NOT_FOUND.hint }],
    })
    expect(written.stderr).toContain("error FILE_NOT_FOUND")
  })
})
