import { execFile, spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { devNull } from "node:os"
import { promisify } from "node:util"

const execute = promisify(execFile)

/** The AWS CLI, with a key of its own for this run. */
export interface AwsCli {
  readonly key: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Runs `aws stepfunctions …` to its end, and answers what it printed. */
  run(endpoint: string, ...args: readonly string[]): Promise<Readonly<Record<string, unknown>>>
}

/** Ends the process with a word where there is no AWS CLI. */
export function awsCli(region: string): AwsCli {
  if (spawnSync("aws", ["--version"]).status !== 0) {
    console.error(
      "This example needs the AWS CLI (`aws`): apt-get install awscli, brew install awscli, or pip install awscli.",
    )
    process.exit(1)
  }
  const key = { accessKeyId: "AKIDGROUNDCONTROL", secretAccessKey: randomBytes(20).toString("hex") }
  // Nothing of the user's own.
  const { AWS_PROFILE: _profile, AWS_SESSION_TOKEN: _session, ...inherited } = process.env
  const env = {
    ...inherited,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_PAGER: "",
    NO_PROXY: "127.0.0.1",
  }
  return {
    key,
    async run(endpoint, ...args) {
      const place = ["--endpoint-url", endpoint, "--region", region, "--output", "json"]
      const { stdout } = await execute("aws", ["stepfunctions", ...args, ...place], { env })
      return stdout === "" ? {} : (JSON.parse(stdout) as Readonly<Record<string, unknown>>) // of these calls an object
    },
  }
}
