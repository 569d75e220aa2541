import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

import { describe, expect, it } from "vitest"

import { registries, renderErrors } from "./render-errors.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

describe("docs/errors.md", () => {
  it("says what the registries say", () => {
    expect(readFileSync(`${root}/docs/errors.md`, "utf8")).toBe(renderErrors())
  })

  it("lists only codes that some test provokes", () => {
    const tests = globSync(["packages/*/src/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"], { cwd: root })
      .filter((path) => !path.includes("node_modules") && !path.endsWith("docs/errors.test.ts"))
      .map((path) => readFileSync(`${root}/${path}`, "utf8"))
      .join("\n")
    const codes = Object.values(registries).flatMap((codes) => Object.keys(codes))
    expect(codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(tests))).toEqual([])
  })
})
