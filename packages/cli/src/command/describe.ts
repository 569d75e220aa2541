import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { executionLines } from "../output/execution.ts"
import { paintFor } from "../output/paint.ts"
import { type CommonOptions, writeJson } from "../output/report.ts"
import { findExecution } from "../run/find-execution.ts"
import { type StoreOptions, withClient } from "../run/open-store.ts"
import { unservedIn } from "../run/unserved-in.ts"

export interface DescribeOptions extends CommonOptions, StoreOptions {}

/** `stepwright describe`: how an execution stands, its cancellation and its dead letters included. */
export async function describe(execution: string, options: DescribeOptions, host: Host): Promise<number> {
  const standing = await withClient(options, host, async (client, backend) => {
    const id = execution.startsWith("arn:") ? execution : await findExecution(client, undefined, execution)
    if (id === undefined) throw new CliError("EXECUTION_UNKNOWN", `There is no execution ${execution}.`)
    const [described, unserved] = await Promise.all([client.describe(id), unservedIn(client, backend)])
    const cancelling = client.describeCancellation(id)
    // One may be parked because its journal cannot be replayed: then its error says so, and that is what is shown.
    const cancellation = await (described.status === "PARKED" ? cancelling.catch(() => undefined) : cancelling)
    const isUnserved = described.status === "RUNNING" && unserved.some(({ plan }) => plan === described.plan)
    return {
      ...described,
      ...(cancellation === undefined ? {} : { cancellation }),
      ...(isUnserved ? { unserved: true } : {}),
    }
  })
  if (options.json === true) writeJson({ ok: true, execution: standing }, host)
  else host.stdout.write(executionLines(standing, paintFor(host.stdout, host.env), host.stdout.columns))
  return 0
}
