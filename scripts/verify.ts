// Everything a reviewer would run, in the order in which it fails fastest. `npm run verify -- lint types` runs a part.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

interface Step {
  readonly name: string
  readonly command: string
  /** Why the step is left out here, or undefined to run it. */
  readonly skip?: string | undefined
}

const cases = "../shared/conformance/cases"

const steps: readonly Step[] = [
  { name: "format", command: "npm run --silent format:check" },
  { name: "lint", command: "npm run --silent lint" },
  { name: "types", command: "npm run --silent types" },
  { name: "knip", command: "npm run --silent knip" },
  { name: "test", command: "npm test --silent" },
  ...["core", "memory", "sqlite"].map((backend) => ({
    name: `conformance-${backend}`,
    command: `npm run --silent conformance -- --cases ${cases} --backend ${backend} --require 95`,
    skip: existsSync(cases) ? undefined : `the recorded cases are not at ${cases}`,
  })),
  { name: "build", command: "npm run --silent build" },
  { name: "api", command: "npm run --silent api -- --check" },
  { name: "example", command: "npm start --silent" },
]

const asked = process.argv.slice(2)
/** A step is asked for by its name, or by the part before the dash: `conformance` stands for all three. */
const isAsked = (step: Step): boolean => asked.some((name) => step.name === name || step.name.startsWith(`${name}-`))
const unknown = asked.filter((name) => !steps.some((step) => step.name === name || step.name.startsWith(`${name}-`)))
if (unknown.length > 0) {
  console.error(
    `verify: no step is called ${unknown.join(", ")}; there are: ${steps.map((step) => step.name).join(", ")}`,
  )
  process.exit(2)
}

const failed: string[] = []
for (const step of steps) {
  if (asked.length > 0 && !isAsked(step)) continue
  if (step.skip !== undefined) {
    console.log(`\n— ${step.name}: left out, ${step.skip}`)
    continue
  }
  console.log(`\n— ${step.name}: ${step.command}`)
  const started = Date.now()
  const { status } = spawnSync(step.command, { shell: true, stdio: "inherit" })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`— ${step.name}: ${status === 0 ? "ok" : "FAILED"} in ${seconds} s`)
  if (status !== 0) failed.push(step.name)
}

console.log(failed.length === 0 ? "\nverify: all green" : `\nverify: failed: ${failed.join(", ")}`)
process.exitCode = failed.length === 0 ? 0 : 1
