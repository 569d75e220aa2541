import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

import { describe, expect, it } from "vitest"

import { registries, renderErrors } from "./render-errors.ts"

const cwd = fileURLToPath(new URL("../..", import.meta.url))

/** Where the codes of each registry are raised, and where they are provoked; in the order of the registries. */
const places = [
  { raised: "packages/dsl/src/**/*.ts", provoked: ["packages/dsl/src/**/*.test.ts"] },
  { raised: "packages/engine/src/compile/**/*.ts", provoked: ["packages/engine/src/compile/**/*.test.ts"] },
  {
    raised: "packages/{engine,adapters}/src/**/*.ts",
    provoked: ["packages/{engine,adapters,cli}/src/**/*.test.ts", "test/**/*.test.ts"],
  },
  {
    raised: "packages/cli/{src,bin}/**/*.{ts,js}",
    provoked: ["packages/cli/src/**/*.test.ts", "test/cli/**/*.test.ts"],
  },
  { raised: "packages/adapters/src/aws/**/*.ts", provoked: ["test/aws/**/*.test.ts"] },
  {
    raised: "packages/adapters/src/aws/bundle/*.ts",
    provoked: ["packages/adapters/src/aws/bundle/*.test.ts", "test/lambda/*.test.ts"],
  },
  { raised: "packages/adapters/src/cdk/*.ts", provoked: ["test/cdk/*.test.ts"] },
]

/** The code of these files, without comments. */
function codeOf(files: readonly string[]): string {
  return files
    .map((file) => readFileSync(`${cwd}/${file}`, "utf8"))
    .join("\n")
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
}

function timesIn(text: string, code: string): number {
  return text.match(new RegExp(`\\b${code}\\b`, "g"))?.length ?? 0
}

describe("docs/errors.md", () => {
  it("says what the registries say", () => {
    expect(readFileSync(`${cwd}/docs/errors.md`, "utf8")).toBe(renderErrors())
  })

  it.each(Object.entries(registries).map(([title, codes], index) => ({ title, codes, place: places[index] })))(
    "lists codes that are raised, and provoked by a test: $title",
    ({ codes, place = { raised: "", provoked: [] } }) => {
      const isTest = (file: string): boolean => file.endsWith(".test.ts")
      const code = codeOf(globSync(place.raised, { cwd }).filter((file) => !isTest(file)))
      // Once in the registry, once where it is raised.
      expect(Object.keys(codes).filter((name) => timesIn(code, name) < 2)).toEqual([])
      const tests = codeOf(globSync(place.provoked, { cwd }).filter((file) => !file.includes("docs/")))
      expect(Object.keys(codes).filter((name) => timesIn(tests, name) === 0)).toEqual([])
    },
  )
})
