import { spawnSync } from "node:child_process"

import { expect, it } from "vitest"

it("tells how to get an AWS CLI where there is none and none can be installed", () => {
  const { href } = new URL("aws-cli.ts", import.meta.url)
  const program = `const { awsCliEnvironment } = await import(${JSON.stringify(href)}); await awsCliEnvironment()`
  const options = ["--conditions=@stepwright/source", "--input-type=module", "--eval", program]
  const { status, stderr } = spawnSync(process.execPath, options, { env: { PATH: "/nowhere" }, encoding: "utf8" })
  expect(status).toBe(1)
  expect(stderr).toContain("These tests need the AWS CLI")
  expect(stderr).toContain("apt-get install awscli")
})
