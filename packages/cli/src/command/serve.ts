import { hostname } from "node:os"

import {
  type Health,
  httpApi,
  type HttpServer,
  serveHttp,
  type ServeHttpOptions,
  stepFunctions,
  storeProbe,
} from "@stepwright/adapters/http"
import { memory } from "@stepwright/adapters/memory"
import type { Durability } from "@stepwright/adapters/redis"
import {
  type Backend,
  createClient,
  createWorker,
  type Logger,
  type Worker,
  type WorkerOptions,
} from "@stepwright/engine"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { loadWorkerProgram, requireWorkflows } from "../load/load-worker-program.ts"
import { commandLogger } from "../output/command-logger.ts"
import { paintFor } from "../output/paint.ts"
import type { CommonOptions } from "../output/report.ts"
import { servedLines } from "../output/server-started.ts"
import { openStore, type StoreOptions } from "../run/open-store.ts"
import { openGate } from "../serve/open-gate.ts"
import { workerQueues } from "../worker/open-queues.ts"
import { storeFacts } from "../worker/store-facts.ts"
import { untilEnd } from "../worker/until-end.ts"
import { wholeNumber } from "../worker/whole-number.ts"

/** Numbers as they were typed. */
export interface ServeOptions extends CommonOptions, StoreOptions {
  readonly handlers?: string
  readonly bindings?: string
  readonly strictBindings?: boolean
  readonly queuePrefix?: string
  readonly keys?: string
  readonly policy?: string
  readonly insecure?: boolean
  readonly port: string
  readonly host: string
  readonly region: string
  readonly account: string
  readonly worker: boolean
  readonly concurrency?: string
  readonly durability?: Durability
  /** Seconds. */
  readonly grace: string
  readonly stallAfter: string
}

/** How long a store may take to answer a probe, in milliseconds. */
const probeMs = 2000

/** `stepwright serve`: the engine over HTTP, until it is told to stop. */
export async function serve(files: readonly string[], options: ServeOptions, host: Host): Promise<number> {
  const limits = limitsOf(options)
  const log = commandLogger(options, host)
  const home = { region: options.region, account: options.account }
  const gate = openGate(options, home, host, log)
  const program = await loadWorkerProgram(files, options, host)
  if (files.length > 0) requireWorkflows(files, program)
  const onQueues = await workerQueues(options, program)
  const store = await storeOf(options, host, log)
  const { backend } = store
  try {
    const { workflows, resources } = program
    const strict = options.strictBindings === true ? { served: Object.keys(resources) } : {}
    const service = stepFunctions({ backend, ...home, workflows, ...strict })
    const client = createClient({ backend, workflows })
    const { concurrency } = limits
    const running = {
      ...program,
      backend,
      logger: log,
      ...(onQueues === undefined ? {} : { queues: onQueues.queues }),
      ...(concurrency === undefined ? {} : { concurrency }),
    }
    const worker = options.worker ? await startedWorker(running) : undefined
    const closing = new AbortController()
    const health = healthOf(worker, storeProbe(backend, probeMs, log), limits.stallAfterMs)
    const app = httpApi({
      service,
      client,
      health,
      closing: closing.signal,
      logger: log,
      ...(gate === undefined ? {} : { gate }),
    })
    const server = await listening(app, { host: options.host, port: limits.port }).catch(async (error: unknown) => {
      await worker?.close({ drain: false })
      throw error
    })
    const started = {
      url: server.url,
      ...home,
      workflows: workflows.map(({ name }) => name),
      worker: options.worker,
      ...onQueues?.facts,
      ...store.facts,
      open: gate === undefined,
    }
    const begun = (): void => {
      if (options.json === true) log.info("the server listens", started)
      else host.stdout.write(servedLines(started, paintFor(host.stdout, host.env)))
    }
    const close = async (graceMs: number): Promise<void> => {
      const from = performance.now()
      closing.abort()
      await server.close({ graceMs })
      // Whoever waited for an execution is answered: now the worker may go.
      await worker?.close({ drain: Math.max(0, graceMs - (performance.now() - from)) })
    }
    return await untilEnd(
      { name: "server", ...(worker === undefined ? {} : { worker }), begun, close },
      limits,
      log,
      host,
    )
  } finally {
    await backend.close().catch((error: unknown) => log.warn("the store could not be closed in good order", { error }))
  }
}

async function storeOf(
  options: ServeOptions,
  host: Host,
  log: Logger,
): Promise<{ readonly backend: Backend; readonly facts: ReturnType<typeof storeFacts> }> {
  const { db, redis, durability } = options
  if (db === undefined && redis === undefined) {
    return { backend: memory(), facts: { store: "memory", mayLose: "everything, when this process ends" } }
  }
  const opening = { create: true, logger: log, ...(durability === undefined ? {} : { durability }) }
  const backend = await openStore(options, host, opening)
  return { backend, facts: storeFacts(backend, options) }
}

async function startedWorker(options: WorkerOptions): Promise<Worker> {
  const worker = createWorker({ ...options, storedPlans: "all", name: `${hostname()}:${process.pid}` })
  await worker.start()
  return worker
}

/** A server with a worker is as well as that is, where the store answers. */
function healthOf(
  worker: Worker | undefined,
  probe: ReturnType<typeof storeProbe>,
  stallAfterMs: number,
): () => Promise<Health> {
  return async () => {
    const store = await probe()
    if (worker === undefined) return { live: true, ready: store.answers, store }
    const { live, ready, ...facts } = worker.health({ stallAfterMs })
    return { live, ready: ready && store.answers, store, worker: facts }
  }
}

async function listening(app: Parameters<typeof serveHttp>[0], where: ServeHttpOptions): Promise<HttpServer> {
  try {
    return await serveHttp(app, where)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CliError("PORT_UNUSABLE", `${where.host}:${where.port} cannot be listened at: ${why}`, { cause })
  }
}

interface Limits {
  readonly port: number
  readonly concurrency: number | undefined
  readonly graceMs: number
  readonly stallAfterMs: number
}

function limitsOf({ port, concurrency, grace, stallAfter, region, account }: ServeOptions): Limits {
  if (!/^[a-z0-9-]{1,32}$/.test(region)) throw new CliError("USAGE", `--region is not one as us-east-1: ${region}`)
  if (!/^\d{12}$/.test(account)) throw new CliError("USAGE", `--account is not twelve digits: ${account}`)
  return {
    port: wholeNumber("--port", port, 0, 65_535) ?? 0,
    concurrency: wholeNumber("--concurrency", concurrency, 1),
    graceMs: (wholeNumber("--grace", grace, 0) ?? 0) * 1000,
    stallAfterMs: (wholeNumber("--stall-after", stallAfter, 1) ?? 0) * 1000,
  }
}
