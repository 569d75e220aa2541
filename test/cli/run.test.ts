import { rmSync } from "node:fs"
import { readFileSync } from "node:fs"
import { join } from "node:path"

import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { makeScratch, start, stepwright } from "./command.ts"
import { machine, quickModule, secretModule, shopModule, slowModule } from "./workflows.ts"

const scratch = makeScratch()
beforeAll(() => {
  scratch.write("shop.ts", shopModule)
  scratch.write("slow.ts", slowModule)
  scratch.write("order.json", '{ "id": "o-1", "total": 40 }')
  scratch.write("machine.asl.json", JSON.stringify(machine, null, 2))
})
afterAll(() => scratch.remove())

const run = (...args: readonly string[]): ReturnType<typeof stepwright> => stepwright(["run", ...args], scratch.path)

describe("stepwright run", () => {
  it("shows progress in plain lines, a timeline and the result", async () => {
    const { code, stdout, stderr } = await run("shop.ts#order", "--input", "order.json")
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toMatch(/^charge o-1$/m)
    expect(stdout).toMatch(/^ +\d+ m?s {2}✓ charge$/m)
    expect(stdout).toMatch(/info charge charging id=o-1/)
    expect(stdout).toMatch(/✓ greet › hello$/m)
    expect(stdout).toMatch(/^charge +[▏▎▍▌▋▊▉█]/m)
    expect(stdout).toMatch(/^SUCCEEDED \S+ in /m)
    expect(stdout).toContain('"greeting": "HELLO O-1"')
    expect(stdout).not.toContain(String.fromCharCode(27))
  })

  it("writes one JSON document with --json, and all else to standard error", async () => {
    const { code, stdout, stderr } = await run(
      "shop.ts#order",
      "--input",
      '{"id":"o-2","total":1}',
      "--name",
      "second",
      "--json",
    )
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      name: "second",
      workflow: "order",
      status: "SUCCEEDED",
      output: { paid: 1, greeting: "HELLO O-2" },
    })
    expect(stderr).toContain("✓ charge")
    expect(stderr).toContain("charge o-2\n")
  })

  it("does not show what a schema marks as secret", async () => {
    scratch.write("secret.ts", secretModule)
    const input = ["--input", '{ "pin": "4711" }']
    const { code, stdout, stderr } = await run("secret.ts", ...input)
    expect(code).toBe(0)
    expect(stdout).toContain('"pin": "[secret]"')
    expect(stdout + stderr).not.toContain("4711")
    const json = await run("secret.ts", ...input, "--json")
    expect(JSON.parse(json.stdout)).toMatchObject({ output: { pin: "[secret]", ok: true } })
    const wrong = await run("secret.ts", "--input", '{ "pin": 4711 }')
    expect(wrong.code).not.toBe(0)
    expect(wrong.stderr).toContain("pin: expected string, received [secret]")
    expect(wrong.stdout + wrong.stderr).not.toContain("4711")
  })

  it("holds a workflow to the quotas of Step Functions with --target aws", async () => {
    const output = "{% $pad('', 300000, 'x') %}"
    const large = { QueryLanguage: "JSONata", StartAt: "A", States: { A: { Type: "Pass", Output: output, End: true } } }
    scratch.write("large.asl.json", JSON.stringify(large))
    expect((await run("large.asl.json", "--input", "{}", "--json")).code).toBe(0)
    const { code, stdout } = await run("large.asl.json", "--input", "{}", "--target", "aws")
    expect(code).toBe(1)
    expect(stdout).toContain("States.DataLimitExceeded")
    const odd = await run("large.asl.json", "--input", "{}", "--target", "gcp")
    expect(odd.code).toBe(2)
    expect(odd.stderr).toContain("engine, aws")
  })

  it("ends with 1 when the workflow fails, and tells why", async () => {
    const failing = ["shop.ts#order", "--input", '{"id":"o-3","total":1000}'] as const
    const { code, stdout } = await run(...failing)
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ charge {2}Card\.Declined: above the limit/)
    expect(stdout).toMatch(/^FAILED /m)
    expect(stdout).toMatch(/^error Card\.Declined$/m)
    const json = await run(...failing, "--json")
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, status: "FAILED", error: "Card.Declined" })
  })

  it.each([
    [
      "an input that does not fit",
      ["shop.ts#order", "--input", '{"id":1}'],
      "INPUT_INVALID",
      "id: expected string, received 1",
    ],
    ["no input", ["shop.ts#order"], "INPUT_MISSING", "--input '{}'"],
    [
      "input that is no JSON",
      ["shop.ts#order", "--input", "{id: 1}"],
      "JSON_INVALID",
      "A key in double quotes is expected here. (line 1, column 2)",
    ],
    ["several workflows", ["shop.ts", "--input", "order.json"], "WORKFLOW_AMBIGUOUS", "greet, order"],
    [
      "a workflow that is not there",
      ["shop.ts#ordr", "--input", "order.json"],
      "WORKFLOW_NOT_EXPORTED",
      "Did you mean shop.ts#order?",
    ],
    [
      "a name that is not allowed",
      ["shop.ts#order", "--input", "order.json", "--name", "a b"],
      "NAME_INVALID",
      "--name",
    ],
    [
      "a file that is no database",
      ["shop.ts#order", "--input", "order.json", "--db", "shop.ts"],
      "FILE_FOREIGN",
      "another file",
    ],
  ])("is a wrong call with %s", async (_, args, problem, words) => {
    const { code, stdout, stderr } = await run(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toContain(`error ${problem}`)
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/\n {4}at /)
  })
})

describe("stepwright run --db", () => {
  const again = ["slow.ts", "--input", "{}", "--db", "slow.db", "--name", "one"] as const
  const calls = (): readonly string[] => readFileSync(join(scratch.path, "calls.log"), "utf8").trim().split("\n")

  it("goes on where a killed process stood, and then shows the result again", async () => {
    const killed = start(["run", ...again], scratch.path)
    await killed.until(/second began/)
    killed.signal("SIGKILL")
    await killed.ended
    scratch.write("go", "")
    const resumed = await run(...again)
    expect(resumed.code).toBe(0)
    expect(resumed.stdout).toMatch(/SUCCEEDED one in .*\n2$/m)
    expect(calls()).toEqual(["first", "second", "second"])
    const shown = await run("slow.ts", "--db", "slow.db", "--name", "one", "--json")
    expect(shown.code).toBe(0)
    expect(JSON.parse(shown.stdout)).toMatchObject({ ok: true, name: "one", output: 2 })
    expect(calls()).toHaveLength(3)
  })

  it("refuses the name for another input, and a name that it does not know without one", async () => {
    const other = await run("slow.ts", "--input", '{"other":true}', "--db", "slow.db", "--name", "one")
    expect(other.code).toBe(2)
    expect(other.stderr).toContain("error EXECUTION_EXISTS")
    const unknown = await run("slow.ts", "--db", "slow.db", "--name", "two")
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toContain("error INPUT_MISSING")
  })

  it("lets running handlers finish on Ctrl-C, and keeps what they answered", async () => {
    rmSync(join(scratch.path, "go"), { force: true })
    rmSync(join(scratch.path, "calls.log"), { force: true })
    const args = ["slow.ts", "--input", "{}", "--db", "drained.db", "--name", "one"] as const
    const running = start(["run", ...args], scratch.path)
    await running.until(/second began/)
    running.signal("SIGINT")
    await running.until(/Letting running handlers finish/)
    scratch.write("go", "")
    const { code, stderr } = await running.ended
    expect(code).toBe(130)
    expect(stderr).toContain("The same command with --name one goes on where it stood.")
    const resumed = await run(...args)
    expect(resumed.code).toBe(0)
    expect(calls()).toEqual(["first", "second"])
  })

  it("leaves at once on a second Ctrl-C", async () => {
    rmSync(join(scratch.path, "go"), { force: true })
    const running = start(["run", "slow.ts", "--input", "{}"], scratch.path)
    await running.until(/second began/)
    running.signal("SIGINT")
    await running.until(/Letting running handlers finish/)
    running.signal("SIGINT")
    expect((await running.ended).code).toBe(130)
  })
})

describe("stepwright run with a state machine", () => {
  it("names everything that nobody serves", async () => {
    const { code, stderr } = await run("machine.asl.json", "--input", "4")
    expect(code).toBe(1)
    expect(stderr).toContain("error UNBOUND")
    for (const name of ["double", "add-one", "dynamodb:putItem"]) expect(stderr).toContain(name)
    expect(stderr).toContain("--handlers")
  })

  it("runs it with functions of a handlers file", async () => {
    scratch.write(
      "handlers.ts",
      `export const double = (input: number): number => input * 2
export function addOne(input: number): number {
  return input + 1
}
export const integrations = { "dynamodb:putItem": (): object => ({}) }
`,
    )
    const { code, stdout } = await run("machine.asl.json", "--input", "4", "--handlers", "handlers.ts", "--json")
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ workflow: "machine", output: 9 })
  })

  it("refuses a handlers file that serves nothing", async () => {
    scratch.write("empty.ts", "export const nothing = 1\n")
    const { code, stderr } = await run("machine.asl.json", "--input", "4", "--handlers", "empty.ts")
    expect(code).toBe(2)
    expect(stderr).toContain("error HANDLERS_INVALID")
  })

  it("runs what build wrote, child workflows included, with the handlers of its tasks", async () => {
    expect((await stepwright(["build", "shop.ts", "--out", "built"], scratch.path)).code).toBe(0)
    const { code, stdout } = await run(
      "built/order.asl.json",
      "--input",
      "order.json",
      "--handlers",
      "shop.ts",
      "--json",
    )
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ workflow: "order", output: { paid: 40, greeting: "HELLO O-1" } })
  })

  it("runs an Express workflow as one: of a module, by --type, or by the bindings of what starts it", async () => {
    scratch.write("quick.ts", quickModule)
    expect((await stepwright(["build", "quick.ts", "--out", "built"], scratch.path)).code).toBe(0)
    const outputOf = async (...args: readonly string[]): Promise<unknown> =>
      (JSON.parse((await run(...args, "--input", "null", "--json")).stdout) as { readonly output: unknown }).output
    const express = expect.stringMatching(/:express:quick:/) as unknown
    expect(await outputOf("quick.ts#quick")).toEqual({ id: express })
    expect(await outputOf("built/quick.asl.json", "--type", "EXPRESS")).toEqual({ id: express })
    expect(await outputOf("built/quick.asl.json")).not.toEqual({ id: express })
    expect(await outputOf("built/parent.asl.json")).toEqual({ started: express })
  })

  it("shows what is wrong with one, by line", async () => {
    scratch.write(
      "wrong.asl.json",
      '{\n  "StartAt": "A",\n  "States": {\n    "A": { "Type": "Pass", "Next": "B" }\n  }\n}\n',
    )
    const { code, stderr } = await run("wrong.asl.json", "--input", "1")
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error \w+ wrong\.asl\.json:4:/m)
  })
})
