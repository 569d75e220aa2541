import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { sharedRedis } from "@stepwright/test-redis"
import { Redis } from "ioredis"
import { beforeAll, expect, it } from "vitest"

import { startNode } from "../cli/command.ts"
import { awsCliEnvironment } from "../kit/aws-cli.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const main = ["--conditions=@stepwright/source", "examples/lift-off/main.ts"]

let cli: Readonly<Record<string, string>> = {}
// It may have to be installed first.
beforeAll(async () => {
  cli = await awsCliEnvironment()
}, 900_000)

it("lifts off by the AWS CLI and two workers, and leaves nothing behind", { timeout: 300_000 }, async () => {
  const { url } = sharedRedis()
  const PATH = `${join(root, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`
  const { code, stdout, stderr } = await startNode([...main, "--redis", url], root, { PATH, ...cli }).ended
  expect(code, stdout + stderr).toBe(0)
  expect(stderr).toBe("")
  expect(stdout).toMatch(/^Created +arn:aws:states:eu-west-3:123456789012:stateMachine:lift-off$/m)
  expect(stdout).toMatch(/^ +process \d+ {2}CheckWeather \(check-weather\): look 2 at the sky above Ariane$/m)
  expect(stdout).toMatch(/^ +process \d+ {2}Ignite \(ignite:live\): Ariane lifts off$/m)
  expect(stdout).toMatch(/^Ariane +SUCCEEDED \{"altitude":400\}$/m)
  expect(stdout).toMatch(/^Vega +FAILED Fuel\.Low$/m)
  const client = new Redis(url)
  expect(await client.keys("lift-off-*")).toEqual([])
  client.disconnect()
})

it("says that it needs the AWS CLI where there is none", async () => {
  const { code, stderr } = await startNode(main, root, { PATH: "/nowhere" }).ended
  expect(stderr).toMatch(/needs the AWS CLI.*apt-get install awscli/)
  expect(code).toBe(1)
})
