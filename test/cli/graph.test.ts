import { readFileSync } from "node:fs"
import { join } from "node:path"

import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { makeScratch, stepwright } from "./command.ts"
import { machine, shopModule } from "./workflows.ts"

const scratch = makeScratch()
beforeAll(() => {
  scratch.write("shop.ts", shopModule)
  scratch.write("machine.asl.json", JSON.stringify(machine, null, 2))
})
afterAll(() => scratch.remove())

describe("stepwright graph", () => {
  it("writes Mermaid text to standard output", async () => {
    const { code, stdout, stderr } = await stepwright(["graph", "shop.ts#order"], scratch.path)
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toMatch(/^---\ntitle: "order"\n---\nflowchart TD\n/)
    expect(stdout).toContain('["charge"]')
  })

  it("writes an SVG file, the same bytes each time", async () => {
    const draw = async (file: string): Promise<string> => {
      expect(await stepwright(["graph", "shop.ts#order", "--out", file], scratch.path)).toEqual({
        code: 0,
        stdout: `wrote ${file}\n`,
        stderr: "",
      })
      return readFileSync(join(scratch.path, file), "utf8")
    }
    const svg = await draw("order.svg")
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /)
    for (const text of [">charge<", ">greet<", ">workflow greet<", ">task<"]) expect(svg).toContain(text)
    expect(await draw("drawings/again.svg")).toBe(svg)
  })

  it("draws a hand-written state machine", async () => {
    const { code, stdout } = await stepwright(["graph", "machine.asl.json", "--format", "svg"], scratch.path)
    expect(code).toBe(0)
    for (const text of [">Double<", ">double<", ">add-one<", ">dynamodb:putItem<"]) expect(stdout).toContain(text)
  })

  it("lets a state's name out of no text", async () => {
    const name = `<script>alert("1")</script>`
    scratch.write(
      "hostile.asl.json",
      JSON.stringify({ StartAt: name, States: { [name]: { Type: "Pass", End: true } } }),
    )
    const { stdout } = await stepwright(["graph", "hostile.asl.json", "--format", "svg"], scratch.path)
    expect(stdout).toContain("&lt;script&gt;")
    expect(stdout).not.toContain("<script")
  })

  it("draws nothing of a state machine that has errors, and shows them", async () => {
    scratch.write("wrong.asl.json", '{ "StartAt": "A", "States": {} }')
    const { code, stdout, stderr } = await stepwright(["graph", "wrong.asl.json"], scratch.path)
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
    expect(stderr).toMatch(/^error \w+ wrong\.asl\.json:1:/m)
  })
})
