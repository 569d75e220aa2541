import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"

import { openBindings } from "@stepwright/adapters/bindings"
import { keyRing, policies } from "@stepwright/adapters/http"
import { afterAll, describe, expect, it } from "vitest"

import { makeScratch, startNode, stepwright } from "../cli/command.ts"
import { codeBlocks } from "./code-blocks.ts"

const page = readFileSync(fileURLToPath(new URL("../../docs/http-api.md", import.meta.url)), "utf8")
const tsc = createRequire(import.meta.url)
  .resolve("typescript/package.json")
  .replace(/package\.json$/, "bin/tsc")
const blocksOf = (wanted: string): readonly string[] =>
  codeBlocks(page)
    .filter(({ language }) => language === wanted)
    .map(({ text }) => text)

describe("docs/http-api.md", () => {
  const scratch = makeScratch()
  afterAll(() => scratch.remove())

  it("holds code that compiles", async () => {
    const blocks = blocksOf("ts")
    expect(blocks).toHaveLength(2)
    const files = blocks.map((text, index) => scratch.write(`block-${index}.ts`, `${text}\nexport {}\n`))
    const compilerOptions = { noUnusedLocals: false }
    scratch.write("tsconfig.json", JSON.stringify({ extends: "../../tsconfig.base.json", compilerOptions, files }))
    const { code, stdout } = await startNode([tsc, "-p", scratch.path, "--noEmit"], scratch.path).ended
    expect(stdout).toBe("")
    expect(code).toBe(0)
  })

  it("holds bindings that can be used", async () => {
    const [bindings = ""] = blocksOf("json")
    scratch.write("handlers.ts", "export const charge = (): number => 1\n")
    const resources = await openBindings(JSON.parse(bindings), { base: scratch.path, env: { MAIL_TOKEN: "Bearer t" } })
    expect(Object.keys(resources)).toHaveLength(5)
  })

  it("holds keys and a policy that can be used", () => {
    const [, keys = "", policy = ""] = blocksOf("json")
    const env = { APP_SECRET: "0123456789abcdef", BROWSER_TOKEN: "0123456789abcdef0123456789abcdef" }
    const ring = keyRing(JSON.parse(keys), env)
    expect([ring.keyOf("AKIDAPP1")?.user, ring.keyOf("AKIDAPP2")?.user, ring.userOf(env.BROWSER_TOKEN)]).toEqual([
      "app",
      "app",
      "browser",
    ])
    const orders = "arn:aws:states:us-east-1:000000000000:stateMachine:orders"
    const { decide } = policies(JSON.parse(policy))
    expect(decide("app", "states:StartExecution", orders)).toBe("allowed")
    expect(decide("app", "states:DeleteStateMachine", orders)).toBe("implicit deny")
    expect(decide("deploy", "states:DeleteStateMachine", orders)).toBe("allowed")
  })

  it("tells every option of the command", async () => {
    const { stdout } = await stepwright(["serve", "--help"], scratch.path)
    const options = [...stdout.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, name = ""]) => name)
    expect(options.length).toBeGreaterThan(15)
    expect(options.filter((name) => !page.includes(`\`${name}`))).toEqual([])
  })
})
