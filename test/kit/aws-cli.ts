import { spawnSync } from "node:child_process"
import { mkdirSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { installPackage, mayInstall } from "@stepwright/test-redis"

const howTo = `These tests need the AWS CLI, and there is none. Do one of these:
  - apt-get install awscli (Debian, Ubuntu), brew install awscli (macOS);
  - pip install awscli.`

const models = fileURLToPath(new URL("../../.stepwright/aws-models", import.meta.url))

/**
 * Sees to it that `aws` is there. As root on Debian and its like it is installed, which is said on stderr.
 * @returns what the environment of its processes must hold: for a CLI that is older than some operations, where these are
 * described, as AWS's SDK knows them.
 * @throws {Error} tells how to get it, where it cannot be installed
 */
export async function awsCliEnvironment(): Promise<Readonly<Record<string, string>>> {
  if (knowsNewest({})) return {}
  if (!isInstalled()) {
    if (!mayInstall()) throw new Error(howTo)
    try {
      installPackage("awscli")
    } catch (error) {
      throw new Error(howTo, { cause: error })
    }
    if (knowsNewest({})) return {}
  }
  const described = { AWS_DATA_PATH: await writeModel() }
  if (knowsNewest(described)) return described
  throw new Error(howTo)
}

/** Asks for what a call would look like, which asks no server. */
function knowsNewest(more: Readonly<Record<string, string>>): boolean {
  const args = ["stepfunctions", "validate-state-machine-definition", "--generate-cli-skeleton"]
  const env = { ...process.env, ...more, AWS_PAGER: "" }
  return spawnSync("aws", args, { env, stdio: "ignore" }).status === 0
}

function isInstalled(): boolean {
  return spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0
}

async function writeModel(): Promise<string> {
  const { awsModel } = await import("./aws-model.ts")
  const folder = join(models, "stepfunctions", "2016-11-23")
  mkdirSync(folder, { recursive: true })
  // Several test files may do this at once.
  const written = join(folder, `${process.pid}.json`)
  writeFileSync(written, JSON.stringify(awsModel()))
  renameSync(written, join(folder, "service-2.json"))
  return models
}
