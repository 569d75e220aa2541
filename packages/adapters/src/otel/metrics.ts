import { monitorEventLoopDelay } from "node:perf_hooks"

import { type Attributes, type Histogram, type Meter, ROOT_CONTEXT } from "@opentelemetry/api"
import type { ObservedWorker } from "@stepwright/engine"

import {
  type CounterName,
  type GaugeName,
  type HistogramName,
  type Metric,
  type MetricName,
  metricTable,
} from "./metric-table.ts"
import { type Count, Tally } from "./tally.ts"

/** Bounds in seconds: from what costs no I/O to what people wait for. */
const seconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600]
const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500]

/**
 * The instruments. What happens often is counted in plain numbers that are read when a reader collects; only durations
 * are recorded one by one.
 */
export class Metrics {
  readonly #meter: Meter
  readonly #tallies = new Map<MetricName, Tally>()
  readonly #histograms = new Map<MetricName, Histogram>()
  readonly #workers = new Set<ObservedWorker>()
  #delay: ReturnType<typeof monitorEventLoopDelay> | undefined = undefined

  constructor(meter: Meter) {
    this.#meter = meter
    for (const [name, { kind, unit, description }] of Object.entries(metricTable) as [MetricName, Metric][]) {
      if (kind === "counter") this.#counter(name, { unit, description })
      else if (kind === "histogram") {
        const advice = { explicitBucketBoundaries: unit === "s" ? seconds : sizes }
        this.#histograms.set(name, meter.createHistogram(name, { unit, description, advice }))
      }
    }
    this.#gauges()
  }

  /** The count of these attributes, to be kept and added to. */
  count(name: CounterName, key: string, attributes: () => Attributes): Count {
    const tally = this.#tallies.get(name)
    if (tally === undefined) throw new Error(`'${name}' is no counter`)
    return tally.count(key, attributes)
  }

  record(name: HistogramName, value: number, attributes: Attributes): void {
    this.#histograms.get(name)?.record(value, attributes, ROOT_CONTEXT)
  }

  /** Shows a worker's gauges until it is taken away. */
  add(worker: ObservedWorker): void {
    if (this.#delay === undefined) {
      this.#delay = monitorEventLoopDelay({ resolution: 20 })
      this.#delay.enable()
    }
    this.#workers.add(worker)
  }

  remove(worker: ObservedWorker): void {
    this.#workers.delete(worker)
    if (this.#workers.size > 0) return
    this.#delay?.disable()
    this.#delay = undefined
  }

  #counter(name: MetricName, options: { readonly unit: string; readonly description: string }): void {
    const tally = new Tally()
    this.#tallies.set(name, tally)
    this.#meter.createObservableCounter(name, options).addCallback((result) => {
      for (const { value, attributes } of tally.values()) result.observe(value, attributes)
    })
  }

  #gauges(): void {
    const gauge = (name: GaugeName) => {
      const { unit, description } = metricTable[name]
      return this.#meter.createObservableGauge(name, { unit, description })
    }
    const depth = gauge("stepwright.queue.depth")
    const age = gauge("stepwright.queue.age")
    const unserved = gauge("stepwright.queue.unserved")
    const executions = gauge("stepwright.worker.executions")
    const handlers = gauge("stepwright.worker.handlers")
    const p99 = gauge("nodejs.eventloop.delay.p99")
    const max = gauge("nodejs.eventloop.delay.max")
    this.#meter.addBatchObservableCallback(
      (result) => {
        for (const worker of this.#workers) {
          const of = { "stepwright.worker.name": worker.name }
          const at = { ...of, "stepwright.backend.name": worker.backend }
          result.observe(executions, worker.executions(), of)
          result.observe(unserved, worker.unserved(), at)
          const { running, waiting, jobs } = worker.handlers()
          result.observe(handlers, running, { ...of, "stepwright.handler.state": "running" })
          result.observe(handlers, waiting, { ...of, "stepwright.handler.state": "waiting" })
          if (jobs !== undefined) result.observe(handlers, jobs, { ...of, "stepwright.handler.state": "job" })
          const backlog = worker.backlog()
          if (backlog === undefined) continue
          result.observe(depth, backlog.ready, at)
          const { oldest } = backlog
          result.observe(age, oldest === undefined ? 0 : Math.max(0, (Date.now() - oldest) / 1000), at)
        }
        if (this.#delay === undefined || this.#delay.count === 0) return
        result.observe(p99, this.#delay.percentile(99) / 1e9)
        result.observe(max, this.#delay.max / 1e9)
        this.#delay.reset()
      },
      [depth, age, unserved, executions, handlers, p99, max],
    )
  }
}
