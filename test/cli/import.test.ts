import { readFileSync } from "node:fs"
import { join } from "node:path"

import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { makeScratch, stepwright } from "./command.ts"

const machine = {
  QueryLanguage: "JSONata",
  StartAt: "Ask the bank",
  States: {
    "Ask the bank": {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:bank:ask",
      Arguments: { Account: "{% $states.input.account %}" },
      Next: "Rest",
    },
    Rest: { Type: "Wait", Seconds: "{% $states.input.seconds %}", End: true },
  },
}

const scratch = makeScratch()
beforeAll(() => {
  scratch.write("Ask a bank.asl.json", JSON.stringify(machine))
  scratch.write("broken.asl.json", JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } }))
})
afterAll(() => scratch.remove())

describe("stepwright import", () => {
  it("writes a module that the other commands take, and names what could not be typed", async () => {
    const { code, stdout, stderr } = await stepwright(
      ["import", "Ask a bank.asl.json", "--out", "bank.ts"],
      scratch.path,
    )
    expect({ code, stdout }).toEqual({ code: 0, stdout: "wrote bank.ts\n" })
    expect(stderr).toBe(
      "as it was Rest (Wait, JSONata) It has a field, or a value in one, that no step says. How long it waits is computed.\n" +
        "typed: 1 of 2 JSONata states (50 %)\n",
    )
    const checked = await stepwright(["check", "bank.ts"], scratch.path)
    expect(checked.stdout).toBe("✓ 1 file, 1 state machine: no problems\n")
    await stepwright(["build", "bank.ts", "--out", "dist"], scratch.path)
    const built = JSON.parse(readFileSync(join(scratch.path, "dist/Ask-a-bank.asl.json"), "utf8")) as typeof machine
    expect(built.States.Rest).toEqual(machine.States.Rest)
  })

  it("writes to standard output, and with --json one document", async () => {
    const plain = await stepwright(["import", "Ask a bank.asl.json"], scratch.path)
    expect(plain.stdout).toContain('export const askABank = workflow("Ask-a-bank", ')
    const { code, stdout, stderr } = await stepwright(
      ["import", "Ask a bank.asl.json", "--name", "bank", "--json"],
      scratch.path,
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      workflow: "bank",
      exported: "bank",
      source: expect.stringContaining("export const bank"),
      jsonata: { states: 2, typed: 1 },
      jsonpath: { states: 0, typed: 0 },
      states: [
        { state: "Ask the bank", type: "Task", language: "JSONata", step: "Ask-the-bank" },
        { state: "Rest", embedded: { reason: "FIELD" } },
      ],
    })
  })

  it("overwrites nothing, and refuses what is no state machine or no name", async () => {
    scratch.write("taken.ts", "// mine\n")
    const taken = await stepwright(["import", "Ask a bank.asl.json", "--out", "taken.ts"], scratch.path)
    expect({ code: taken.code, stderr: taken.stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("FILE_EXISTS"),
    })
    expect(readFileSync(join(scratch.path, "taken.ts"), "utf8")).toBe("// mine\n")
    const broken = await stepwright(["import", "broken.asl.json"], scratch.path)
    expect({ code: broken.code, stdout: broken.stdout }).toEqual({ code: 1, stdout: "" })
    expect(broken.stderr).toContain("MISSING_TRANSITION_TARGET")
    const named = await stepwright(["import", "Ask a bank.asl.json", "--name", "a b"], scratch.path)
    expect({ code: named.code, stderr: named.stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("USAGE"),
    })
  })
})
