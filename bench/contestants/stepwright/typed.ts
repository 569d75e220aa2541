import { type Engine, startEngine } from "@stepwright/engine"

import { backends } from "../../backends/index.ts"
import type { BackendName } from "../../backends/names.ts"
import type { Contestant, Probe } from "../../contestant.ts"
import type { Options, WorkloadName } from "../../options.ts"
import type { Entry } from "../entry.ts"
import { chainProgram, slowChainProgram } from "./chain.ts"
import { fanProgram } from "./fan.ts"
import type { BenchProgram } from "./program.ts"
import { sagaProgram } from "./saga.ts"
import { sleeperProgram } from "./sleeper.ts"

/** What executions run; `api` only starts them. */
const programs: Readonly<Record<Exclude<WorkloadName, "api">, (probe: Probe) => BenchProgram>> = {
  chain3: chainProgram,
  lat: chainProgram,
  recover: slowChainProgram,
  fan100: fanProgram,
  sleep: sleeperProgram,
  saga5: sagaProgram,
}

/**
 * Our engine, given the workload as a workflow of the DSL: with schemas, expressions and history.
 * @param sampled - With OpenTelemetry: all its metrics, and spans of this share of the executions.
 */
export function typed(options: Options, name: BackendName, sampled?: number): Entry {
  const { redis, shared, durable, settings, open } = backends[name]
  return {
    name: `stepwright (${name}${sampled === undefined ? "" : ", telemetry"})`,
    settings: `${settings(options)}; schemas, expressions, history${sampled === undefined ? "" : `; metrics, traces of ${sampled * 100} %`}`,
    ours: true,
    workloads: ["chain3", "fan100", "lat", "sleep", "saga5", ...(durable ? (["recover"] as const) : [])],
    redis,
    shared,
    warmUp: options.workload === "fan100" ? 300 : 20_000,
    async open(place, { concurrency, workload }, probe) {
      if (workload === "api") throw new Error("api is measured by a server of its own")
      const program = programs[workload](probe)
      const observed =
        sampled === undefined ? undefined : (await import("../sampled-telemetry.ts")).sampledTelemetry(sampled)
      const engine = await startEngine({
        backend: await open(place, options),
        workflows: [program.workflow],
        handlers: program.handlers,
        // What is measured is the engine, so it may hold and run as much as is asked of it at once.
        ...(concurrency > 100 ? { taskConcurrency: concurrency } : {}),
        ...(observed === undefined ? {} : { telemetry: observed.telemetry }),
      })
      const running = contestant(engine, program)
      return { ...running, close: () => running.close().then(() => observed?.shutdown()) }
    },
  }
}

function contestant(engine: Engine, { workflow, inputOf, ends }: BenchProgram): Contestant {
  return {
    async execute() {
      const { status, cause } = await engine.execute(workflow, inputOf(0))
      if (status !== ends) throw new Error(`an execution ended ${status}, not ${ends}: ${cause ?? "no cause"}`)
    },
    start: async (due) => void (await engine.start(workflow, inputOf(due))),
    async left() {
      let left = 0
      let cursor: string | undefined
      do {
        const page = await engine.list({ status: "RUNNING", limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
        left += page.executions.length
        cursor = page.cursor
      } while (cursor !== undefined)
      return left
    },
    close: () => engine.close(),
  }
}
