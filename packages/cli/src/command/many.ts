import type { BulkOptions, BulkOutcome, BulkResult, Client } from "@stepwright/engine"

import { executionFilter, letterFilter } from "../bulk/filters.ts"
import { type BulkCommandOptions, showBulk } from "../bulk/show-bulk.ts"
import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { loadProgram } from "../load/load-program.ts"
import { findExecution } from "../run/find-execution.ts"
import { type StoreOptions, withClient, withEngine } from "../run/open-store.ts"

export interface ManyOptions extends BulkCommandOptions, StoreOptions {}

export interface CancelOptions extends ManyOptions {
  readonly reason?: string
}

export interface RetryManyOptions extends ManyOptions {
  readonly handlers?: string
}

/** `stepwright redrive`: an execution, or all that fit. */
export async function redrive(execution: string | undefined, options: ManyOptions, host: Host): Promise<number> {
  requireOne(execution, options)
  const words = { done: "redriven", things: "executions" }
  return await withClient(options, host, async (client) => {
    if (execution === undefined) {
      const filter = executionFilter(options.where ?? [])
      return await showBulk((bulk) => client.redriveAll(filter, bulk), words, options, host)
    }
    const id = await idOf(client, execution)
    const act = async (): Promise<BulkOutcome> => {
      await client.redrive(id)
      return { id, ok: true }
    }
    const look = async (): Promise<BulkOutcome> => {
      const { redriveStatus, redriveStatusReason: message = "" } = await client.describeRedrive(id)
      return redriveStatus === "REDRIVABLE" ? { id, ok: true } : { id, ok: false, code: redriveStatus, message }
    }
    return await showBulk(only(act, look), words, options, host)
  })
}

/** `stepwright cancel`: an execution, or all that fit. */
export async function cancel(execution: string | undefined, options: CancelOptions, host: Host): Promise<number> {
  requireOne(execution, options)
  const words = { done: "cancelled", things: "executions" }
  const why = options.reason === undefined ? {} : { reason: options.reason }
  return await withClient(options, host, async (client) => {
    if (execution === undefined) {
      const filter = executionFilter(options.where ?? [])
      return await showBulk((bulk) => client.cancelAll(filter, { ...bulk, ...why }), words, options, host)
    }
    const id = await idOf(client, execution)
    const act = async (): Promise<BulkOutcome> => {
      const outcome = await client.cancel(id, why)
      return outcome.accepted ? { id, ok: true } : { id, ok: false, code: outcome.status }
    }
    const look = async (): Promise<BulkOutcome> => {
      const { status } = await client.describe(id)
      return status === "RUNNING" || status === "PARKED" ? { id, ok: true } : { id, ok: false, code: status }
    }
    return await showBulk(only(act, look), words, options, host)
  })
}

/** `stepwright dlq retry FILE --where …` */
export async function retryLetters(file: string, options: RetryManyOptions, host: Host): Promise<number> {
  const filter = letterFilter(options.where ?? [])
  const words = { done: "settled", things: "dead letters" }
  const program = await loadProgram(file, { handlers: options.handlers }, host.cwd)
  return await withEngine(program, options, host, ({ deadLetters }) =>
    showBulk((bulk) => deadLetters.retryAll(filter, bulk), words, options, host),
  )
}

function requireOne(execution: string | undefined, { where }: ManyOptions): void {
  if ((execution === undefined) !== (where === undefined)) return
  throw new CliError("USAGE", "Name an execution, or say with --where NAME=VALUE which ones are meant.")
}

async function idOf(client: Pick<Client, "list">, execution: string): Promise<string> {
  const id = execution.startsWith("arn:") ? execution : await findExecution(client, undefined, execution)
  if (id !== undefined) return id
  throw new CliError("EXECUTION_UNKNOWN", `There is no execution ${execution}.`)
}

/** One as if it were many. */
function only(
  act: () => Promise<BulkOutcome>,
  look: () => Promise<BulkOutcome>,
): (options: BulkOptions) => Promise<BulkResult> {
  return async ({ dryRun }) => {
    const outcome = await (dryRun === true ? look() : act())
    const succeeded = outcome.ok ? 1 : 0
    return { matched: 1, succeeded, failed: 1 - succeeded, outcomes: [outcome] }
  }
}
