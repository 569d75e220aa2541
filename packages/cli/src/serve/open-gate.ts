import { statSync } from "node:fs"
import { resolve } from "node:path"

import { gate, type Gate, isLoopback, keyRing, policies } from "@stepwright/adapters/http"
import type { Logger } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { readJsonFile } from "../load/read-json-file.ts"
import { scanJson } from "../load/scan-json.ts"

/** Who may ask. */
export interface GateFiles {
  readonly keys?: string
  readonly policy?: string
  readonly insecure?: boolean
  /** The address to listen at. */
  readonly host: string
}

/** Where keys stand that are in no file. */
const variable = "STEPWRIGHT_KEYS"

/**
 * The gate of a server; undefined where everybody on this machine may do everything, which has to be said.
 * @throws {CliError} `USAGE`, `FILE_NOT_FOUND`, `JSON_INVALID`; {EngineError} `KEYS_INVALID`, `POLICY_INVALID`
 */
export function openGate(
  files: GateFiles,
  home: { readonly region: string; readonly account: string },
  host: Host,
  log: Logger,
): Gate | undefined {
  const { keys, policy, insecure } = files
  const inVariable = host.env[variable]
  const given = keys ?? inVariable
  if (insecure === true) {
    if (given !== undefined || policy !== undefined) {
      throw new CliError("USAGE", `--insecure asks nobody for keys: leave out --keys, --policy and ${variable}.`)
    }
    if (isLoopback(files.host)) return undefined
    throw new CliError("USAGE", `--insecure is for this machine alone, and --host is ${files.host}: give --keys.`)
  }
  if (given === undefined) {
    throw new CliError("USAGE", "Say who may ask: --keys FILE, or --insecure to play on this machine.", {
      hint: "docs/http-api.md shows what a file of keys holds.",
    })
  }
  if (keys !== undefined && isOpen(resolve(host.cwd, keys))) {
    log.warn("others on this machine can read the keys", { file: keys, hint: `chmod 600 ${keys}` })
  }
  const document = keys === undefined ? readVariable(given) : readJsonFile("--keys", keys, host.cwd)
  return gate({
    ...home,
    keys: keyRing(document, host.env),
    ...(policy === undefined ? {} : { policies: policies(readJsonFile("--policy", policy, host.cwd)) }),
  })
}

/** Where it is wrong is not told by what stands there: it is full of secrets. */
function readVariable(text: string): unknown {
  const { error } = scanJson(text)
  if (error === undefined) return JSON.parse(text) as unknown
  throw new CliError("JSON_INVALID", `${variable} is not JSON (line ${error.at.line}, column ${error.at.column}).`)
}

/** Whether a file can be read by more than its owner and their group. */
function isOpen(path: string): boolean {
  return process.platform !== "win32" && ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o004) !== 0
}
