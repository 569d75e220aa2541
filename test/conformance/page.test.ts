import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

import { expect, test } from "vitest"

import { readCases } from "./case.ts"
import { judgeCases } from "./judge-cases.ts"
import { isExcepted, passed } from "./report.ts"

const cases = fileURLToPath(new URL("../../../shared/conformance/cases", import.meta.url))
if (!existsSync(cases)) process.stdout.write(`skipped: the recorded cases are not at ${cases}\n`)

test.skipIf(!existsSync(cases))("the page says what the core does on the recorded cases", async () => {
  const page = readFileSync(new URL("../../docs/conformance.md", import.meta.url), "utf8")
  const verdicts = await judgeCases(readCases(cases), { kind: undefined, backend: "core" })
  const executions = verdicts.filter(({ kind }) => kind === "execution")
  const told = /^\| \*\*all\*\* +\| (\d+) +\| (\d+)/m.exec(page)
  expect([Number(told?.[1]), Number(told?.[2])]).toEqual([executions.length, executions.filter(passed).length])
  for (const [kind, row] of [
    ["validation", "definitions validated"],
    ["testState", "states tested"],
  ] as const) {
    const own = verdicts.filter((verdict) => verdict.kind === kind)
    const [, ...figures] = new RegExp(`^\\| ${row}[^|]*\\| (\\d+) +\\| (\\d+) +\\| (\\d+)`, "m").exec(page) ?? []
    expect(figures.map(Number)).toEqual([own.length, own.filter(passed).length, own.filter(isExcepted).length])
  }
})
