import type { ExecutionList, ListedExecution, UnservedWork } from "@stepwright/engine"

import { statusOf } from "../bulk/filters.ts"
import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { type Paint, paintFor } from "../output/paint.ts"
import { printable } from "../output/printable.ts"
import { type CommonOptions, writeJson } from "../output/report.ts"
import { type StoreOptions, withClient } from "../run/open-store.ts"
import { unservedIn } from "../run/unserved-in.ts"

export interface ListCommandOptions extends CommonOptions, StoreOptions {
  readonly workflow?: string
  readonly status?: string
  readonly limit: string
  readonly cursor?: string
}

/** `stepwright list`: executions, and on a store that others share what no worker can run. */
export async function list(options: ListCommandOptions, host: Host): Promise<number> {
  const { workflow, status, cursor } = options
  const asked = {
    limit: limitOf(options.limit),
    ...(workflow === undefined ? {} : { workflow }),
    ...(status === undefined ? {} : { status: statusOf(status) }),
    ...(cursor === undefined ? {} : { cursor }),
  }
  return await withClient(options, host, async (client, backend) => {
    const page = await client.list(asked)
    const unserved = await unservedIn(client, backend)
    if (options.json === true) writeJson({ ok: true, ...page, unserved }, host)
    else host.stdout.write(`${rows(page, paintFor(host.stdout, host.env))}${alarms(unserved, host)}`)
    return 0
  })
}

function rows({ executions, cursor }: ExecutionList, paint: Paint): string {
  if (executions.length === 0) return "There are no executions.\n"
  const more = cursor === undefined ? [] : [paint.dim(`more: --cursor ${cursor}`)]
  return `${[...executions.map((execution) => row(execution, paint)), ...more].join("\n")}\n`
}

function row({ name, workflow, status, startedAt }: ListedExecution, paint: Paint): string {
  const tint = status === "SUCCEEDED" ? paint.green : status === "RUNNING" ? paint.cyan : paint.red
  return `${new Date(startedAt).toISOString()}  ${tint(status.padEnd(9))}  ${printable(workflow)}  ${paint.bold(printable(name))}`
}

function alarms(unserved: readonly UnservedWork[], host: Host): string {
  const { yellow } = paintFor(host.stdout, host.env)
  return unserved
    .map(({ workflow, plan, executions }) => {
      const waits = executions === 1 ? "1 execution waits" : `${executions} executions wait`
      return `${yellow("warning WORK_UNSERVED")} ${waits} that no worker can run: ${printable(workflow)}, plan ${plan.slice(0, 12)}…\n`
    })
    .join("")
}

function limitOf(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new CliError("USAGE", `--limit is not a whole number: ${text}`)
}
