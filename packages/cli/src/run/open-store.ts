import { existsSync } from "node:fs"
import { resolve } from "node:path"

import { sqlite } from "@stepwright/adapters/sqlite"
import { type Backend, type Client, createClient, type Engine, startEngine } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import type { LoadedProgram } from "../load/load-program.ts"
import { paintFor } from "../output/paint.ts"
import type { CommonOptions } from "../output/report.ts"
import { showLogger } from "../output/show-logger.ts"

/**
 * Looks at what a sqlite file keeps, and runs nothing.
 * @throws {CliError} `FILE_NOT_FOUND`: a file that is not there is not made.
 */
export async function withClient<T>(db: string, host: Host, act: (client: Client) => Promise<T>): Promise<T> {
  const backend = openStore(db, host)
  try {
    return await act(createClient({ backend, workflows: [] }))
  } finally {
    await backend.close()
  }
}

/**
 * The same with an engine that runs what is to be run, and lets its handlers finish.
 * @throws {CliError} `FILE_NOT_FOUND`
 */
export async function withEngine<T>(
  program: LoadedProgram,
  options: CommonOptions & { readonly db: string },
  host: Host,
  act: (engine: Engine) => Promise<T>,
): Promise<T> {
  const backend = openStore(options.db, host)
  try {
    await using engine = await engineOn(backend, program, options, host)
    return await act(engine)
  } finally {
    await backend.close()
  }
}

/** An engine that tells what happens on standard error. */
export async function engineOn(
  backend: Backend,
  { workflows, handlers, resources }: LoadedProgram,
  options: CommonOptions,
  host: Host,
): Promise<Engine> {
  const paint = paintFor(host.stderr, host.env)
  const logger = showLogger((line) => host.stderr.write(`${line}\n`), paint, options.debug === true)
  return await startEngine({ backend, workflows, handlers, resources, logger })
}

/** @throws {CliError} `FILE_NOT_FOUND` */
export function openStore(db: string, host: Host): Backend {
  const file = resolve(host.cwd, db)
  if (existsSync(file)) return sqlite({ file })
  throw new CliError("FILE_NOT_FOUND", `--db names no file: ${db}`)
}
