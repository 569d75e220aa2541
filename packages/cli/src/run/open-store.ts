import { existsSync } from "node:fs"
import { resolve } from "node:path"

import type { Durability } from "@stepwright/adapters/redis"
import { sqlite } from "@stepwright/adapters/sqlite"
import { type Backend, type Client, createClient, type Engine, type Logger, startEngine } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import type { LoadedProgram } from "../load/load-program.ts"
import { paintFor } from "../output/paint.ts"
import type { CommonOptions } from "../output/report.ts"
import { showLogger } from "../output/show-logger.ts"

/** Where executions are kept: one of the two. */
export interface StoreOptions {
  readonly db?: string
  readonly redis?: string
  /** Of Redis's keys. */
  readonly prefix?: string
}

/**
 * Looks at what a store keeps, and runs nothing.
 * @throws {CliError} `FILE_NOT_FOUND`: a file that is not there is not made; `USAGE`
 */
export async function withClient<T>(
  options: StoreOptions,
  host: Host,
  act: (client: Client, backend: Backend) => Promise<T>,
): Promise<T> {
  const backend = await openStore(options, host)
  try {
    return await act(createClient({ backend, workflows: [] }), backend)
  } finally {
    await backend.close()
  }
}

/**
 * The same with an engine that runs what is to be run, and lets its handlers finish.
 * @throws {CliError} `FILE_NOT_FOUND`, `USAGE`
 */
export async function withEngine<T>(
  program: LoadedProgram,
  options: CommonOptions & StoreOptions,
  host: Host,
  act: (engine: Engine) => Promise<T>,
): Promise<T> {
  const backend = await openStore(options, host)
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
  return await startEngine({ backend, workflows, handlers, resources, logger: stderrLines(host, options.debug) })
}

/** How a store is opened. */
interface Opening {
  /** Makes a file that is not there. */
  readonly create?: boolean
  readonly durability?: Durability
  readonly leaseMs?: number
  readonly logger?: Logger
}

/** @throws {CliError} `FILE_NOT_FOUND`; `USAGE` where not one store is named. */
export async function openStore(options: StoreOptions, host: Host, opening: Opening = {}): Promise<Backend> {
  const { db, redis: url, prefix } = options
  if ((db === undefined) === (url === undefined)) {
    throw new CliError("USAGE", "Name the store, one of the two: --db FILE or --redis URL.")
  }
  if (url !== undefined) {
    const { redis } = await import("@stepwright/adapters/redis")
    const { durability, leaseMs, logger = stderrLines(host) } = opening
    return await redis({
      url: redisUrl(url),
      logger,
      ...(prefix === undefined ? {} : { prefix }),
      ...(durability === undefined ? {} : { durability }),
      ...(leaseMs === undefined ? {} : { leaseMs }),
    })
  }
  const file = resolve(host.cwd, db ?? "")
  if (opening.create === true || existsSync(file)) return sqlite({ file })
  throw new CliError("FILE_NOT_FOUND", `--db names no file: ${db}`)
}

function redisUrl(text: string): string {
  if (/^rediss?:\/\/[^\s]+$/.test(text)) return text
  throw new CliError("USAGE", "--redis is not a URL of the form redis://HOST:PORT.")
}

function stderrLines(host: Host, debug = false): Logger {
  return showLogger((line) => host.stderr.write(`${line}\n`), paintFor(host.stderr, host.env), debug)
}
