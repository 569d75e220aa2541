import { execFile } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"

import type { Template } from "@stepwright/adapters/aws"
import { placeOrder } from "@stepwright/example-orders/workflow"
import { afterAll, beforeAll, expect, it } from "vitest"

import { awsCliEnvironment } from "../kit/aws-cli.ts"
import { type S3Server, startS3 } from "../object-stores/s3-server.ts"
import { appOf, deployable } from "./kit/deployed.ts"
import { faultsOf } from "./kit/spec.ts"

const run = promisify(execFile)
const bucket = "artifacts"
let folder: string
let server: S3Server
let cli: Readonly<Record<string, string>>

beforeAll(async () => {
  cli = await awsCliEnvironment()
  server = await startS3()
  server.makeBucket(bucket)
  folder = mkdtempSync(join(tmpdir(), "stepwright-package-"))
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

it("the AWS CLI uploads what a template refers to, and nothing of it is local any more", async () => {
  const { template, definitions, parts } = deployable(appOf([placeOrder]))
  write("template.json", JSON.stringify(template))
  for (const [file, text] of Object.entries(definitions)) write(file, text)
  for (const task of Object.keys(parts.tasks))
    write(`functions/${task}/index.mjs`, `export const handler = () => "${task}"\n`)
  const args = [
    "cloudformation",
    "package",
    "--template-file",
    "template.json",
    "--s3-bucket",
    bucket,
    "--use-json",
    "--output-template-file",
    "packaged.json",
  ]
  const env = {
    ...process.env,
    ...cli,
    AWS_ACCESS_KEY_ID: "owner",
    AWS_SECRET_ACCESS_KEY: "owner",
    AWS_REGION: "eu-west-1",
    AWS_DEFAULT_REGION: "eu-west-1",
    AWS_ENDPOINT_URL_S3: server.endpoint,
    AWS_PAGER: "",
  }
  await run("aws", args, { cwd: folder, env })
  const made = JSON.parse(readFileSync(join(folder, "packaged.json"), "utf8")) as Template // the CLI's
  expect(faultsOf(made)).toEqual([])
  const machine = made.Resources.PlaceOrderStateMachine?.Properties
  expect(machine?.DefinitionS3Location).toEqual({ Bucket: bucket, Key: expect.any(String) as string })
  const uploaded = new Set(server.requests.filter((request) => request.startsWith("PUT ")))
  expect(uploaded.size).toBe(1 + Object.keys(parts.tasks).length)
  for (const id of Object.values(parts.tasks).map((one) => one.function))
    expect(made.Resources[id]?.Properties?.Code).toEqual({ S3Bucket: bucket, S3Key: expect.any(String) as string })
})
