import { readFileSync } from "node:fs"
import { join } from "node:path"

import { afterAll, describe, expect, it } from "vitest"

import { makeScratch, startNode, stepwright } from "./command.ts"

const scratch = makeScratch()
const folder = join(scratch.path, "my-workflows")
afterAll(() => scratch.remove())

describe("stepwright init", () => {
  it("writes a project and says what comes next", async () => {
    const { code, stdout, stderr } = await stepwright(["init", "my-workflows"], scratch.path)
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toContain("wrote my-workflows/workflow.ts\n")
    expect(stdout).toContain("\nNext:\n  cd my-workflows\n  npm install\n  npm start\n  npm test\n")
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toMatchObject({
      name: "my-workflows",
      type: "module",
    })
  })

  it("whose workflow runs: paid, and compensated when the card is declined", async () => {
    const paid = await stepwright(["run", "workflow.ts", "--input", "input.json", "--json"], folder)
    expect(paid.code).toBe(0)
    expect(JSON.parse(paid.stdout)).toMatchObject({ status: "SUCCEEDED", output: { paymentId: "payment-ada" } })
    const order = JSON.parse(readFileSync(join(folder, "input.json"), "utf8")) as object
    const declined = await stepwright(
      ["run", "workflow.ts", "--input", JSON.stringify({ ...order, total: 2000 }), "--json"],
      folder,
    )
    expect(declined.code).toBe(1)
    expect(JSON.parse(declined.stdout)).toMatchObject({ status: "FAILED", error: "Card.Declined" })
    expect(declined.stderr).toContain("releasing")
  })

  it("whose test passes", async () => {
    const { code, stdout } = await startNode(["--conditions=@stepwright/source", "--test"], folder).ended
    expect(code).toBe(0)
    expect(stdout).toMatch(/pass 2\n/)
  })

  it("whose types are right", async () => {
    const tsc = join(import.meta.dirname, "../../node_modules/typescript/bin/tsc")
    const { code, stdout } = await startNode([tsc, "-p", ".", "--customConditions", "@stepwright/source"], folder).ended
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" })
  })

  it("which is checked, built and drawn without a problem", async () => {
    expect((await stepwright(["check", "workflow.ts"], folder)).stdout).toBe("✓ 1 file, 1 state machine: no problems\n")
    expect((await stepwright(["build", "workflow.ts", "--out", "dist"], folder)).code).toBe(0)
    expect((await stepwright(["graph", "workflow.ts", "--out", "workflow.svg"], folder)).code).toBe(0)
  })

  it("never overwrites", async () => {
    const before = readFileSync(join(folder, "workflow.ts"), "utf8")
    scratch.write("half/README.md", "mine\n")
    for (const dir of ["my-workflows", "half", "half/README.md"]) {
      const { code, stderr } = await stepwright(["init", dir], scratch.path)
      expect(code).toBe(2)
      expect(stderr).toContain("error FILE_EXISTS")
    }
    expect(readFileSync(join(folder, "workflow.ts"), "utf8")).toBe(before)
    expect(readFileSync(join(scratch.path, "half/README.md"), "utf8")).toBe("mine\n")
    expect((await stepwright(["check", "half/workflow.ts"], scratch.path)).stderr).toContain("error FILE_NOT_FOUND")
  })
})
