import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

import { installPackage, mayInstall } from "@stepwright/test-redis"

const howTo = `These tests need the AWS CLI, of a release that knows \`aws stepfunctions validate-state-machine-definition\`.
Do one of these:
  - apt-get install awscli (Debian 13 or newer, Ubuntu 24.10 or newer), brew install awscli (macOS);
  - pip install awscli.`

/** Of the releases on PyPI, for a Debian whose own is too old. */
const release = "awscli==1.45.11"
const own = fileURLToPath(new URL("../../.stepwright/awscli", import.meta.url))

/**
 * A `PATH` on which `aws` is, of a release that knows the API's newest operations. As root on Debian and its like it is
 * installed where it is missing; where Debian's is too old, one from PyPI into a folder of the repository, beside it.
 * @throws {Error} tells how to get it, where it cannot be installed
 */
export function pathWithAws(): string {
  const path = process.env["PATH"] ?? ""
  const paths = [path, `${own}${delimiter}${path}`]
  const found = paths.find(hasAws)
  if (found !== undefined) return found
  try {
    if (mayInstall() && !isThere("aws")) installPackage("awscli")
    if (!hasAws(path)) installRelease()
  } catch (error) {
    throw new Error(howTo, { cause: error })
  }
  const installed = paths.find(hasAws)
  if (installed === undefined) throw new Error(howTo)
  return installed
}

/** Asks for what a call would look like, which asks no server. */
function hasAws(path: string): boolean {
  const args = ["stepfunctions", "validate-state-machine-definition", "--generate-cli-skeleton"]
  return spawnSync("aws", args, { env: { ...process.env, PATH: path, AWS_PAGER: "" }, stdio: "ignore" }).status === 0
}

function isThere(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, [...args, "--version"], { stdio: "ignore" }).status === 0
}

/** Several test files may do this at once: the first to be ready wins. */
function installRelease(): void {
  if (!isThere("python3", "-m", "pip") && mayInstall()) installPackage("python3-pip")
  process.stderr.write(`The tests need a newer AWS CLI: installing ${release} into ${own}\n`)
  mkdirSync(join(own, ".."), { recursive: true })
  const made = mkdtempSync(`${own}-`)
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", join(made, "lib"), release]
  try {
    execFileSync("python3", pip, { stdio: ["ignore", "ignore", "inherit"], timeout: 300_000 })
    const script = '#!/bin/sh\nPYTHONPATH="$(dirname "$0")/lib" exec python3 -m awscli "$@"\n'
    writeFileSync(join(made, "aws"), script, { mode: 0o755 })
    if (!existsSync(own)) renameSync(made, own)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}
