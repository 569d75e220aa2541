import type { Options, PeerName } from "../options.ts"
import { bareHono, startExecution } from "./api/entry.ts"
import { awsLocalStepFunctions } from "./aws-local-stepfunctions.ts"
import { bullmqDefaults, bullmqQuick } from "./bullmq/entry.ts"
import type { Entry } from "./entry.ts"
import { openWorkflowSqlite } from "./openworkflow-sqlite.ts"
import { plainAsl } from "./stepwright/plain-asl.ts"
import { typed } from "./stepwright/typed.ts"

const peers: Readonly<Record<PeerName, (options: Options) => readonly Entry[]>> = {
  "aws-local-stepfunctions": () => [awsLocalStepFunctions],
  openworkflow: () => [openWorkflowSqlite],
  // How soon it notices the death of a worker is a setting, so both are shown where that is what is measured.
  bullmq: (options) =>
    options.workload === "recover" ? [bullmqDefaults(options), bullmqQuick(options)] : [bullmqDefaults(options)],
  hono: (options) => [bareHono(options)],
}

function ours(options: Options): readonly Entry[] {
  const { backend, workload } = options
  if (backend === "none") return []
  if (workload === "api") {
    if (backend !== "redis") throw new Error("--workload api is for --backend redis")
    return [startExecution(options)]
  }
  // Beside itself without telemetry.
  if (options.telemetry !== undefined)
    return [typed(options, backend, options.telemetry), { ...typed(options, backend), ours: false }]
  return workload === "chain3" ? [typed(options, backend), plainAsl(options, backend)] : [typed(options, backend)]
}

/**
 * All who take part in a run, ours first.
 * @throws {Error} where one cannot do what is asked for
 */
export function entriesOf(options: Options): readonly Entry[] {
  const { workload, processes } = options
  const entries = [...ours(options), ...options.peers.flatMap((name) => peers[name](options))]
  for (const { name, workloads, shared } of entries) {
    if (!workloads.includes(workload)) throw new Error(`${name} does not take part in ${workload}`)
    if (!shared && processes > 1) throw new Error(`${name} works in one process only`)
  }
  return entries
}
