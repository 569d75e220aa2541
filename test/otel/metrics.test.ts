import { readFileSync } from "node:fs"

import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus"
import { MeterProvider } from "@opentelemetry/sdk-metrics"
import { memory } from "@stepwright/adapters/memory"
import { type Metric, metricTable } from "@stepwright/adapters/otel"
import {
  type Backend,
  createClient,
  createWorker,
  type Engine,
  silentLogger,
  startEngine,
  stateMachine,
} from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import { newProcess } from "./tracing.ts"

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

const machine = stateMachine("flaky", {
  StartAt: "Work",
  States: {
    Work: {
      Type: "Task",
      Resource: "arn:aws:lambda:us-east-1:1:function:work",
      Retry: [{ ErrorEquals: ["Flaky"], IntervalSeconds: 1, BackoffRate: 1 }],
      Next: "Done",
    },
    Done: { Type: "Succeed" },
  },
})

/** Every instrument's data, after one flaky execution. */
async function collected(): Promise<{ readonly reader: PrometheusExporter; readonly engine: Engine }> {
  const reader = new PrometheusExporter({ preventServerStart: true })
  const { telemetry } = newProcess(undefined, { meterProvider: new MeterProvider({ readers: [reader] }) })
  const engine = await startEngine({
    backend: memory(),
    workflows: [machine],
    telemetry,
    name: "w1",
    resources: {
      work: (_, { attempt }) => {
        if (attempt === 1) throw Object.assign(new Error("once"), { name: "Flaky" })
        return {}
      },
    },
  })
  await engine.execute(machine, {})
  return { reader, engine }
}

/** As Prometheus is shown them. */
async function exposed(): Promise<string> {
  const { reader, engine } = await collected()
  const { resourceMetrics } = await reader.collect()
  await engine.close()
  return new PrometheusSerializer().serialize(resourceMetrics)
}

describe("metrics", () => {
  it("count everything that an execution does, and measure how long it took", async () => {
    const text = await exposed()
    const value = (series: string): number | undefined => {
      const line = text.split("\n").find((one) => one.startsWith(series))
      return line === undefined ? undefined : Number(line.split("} ")[1]?.split(" ")[0])
    }
    const of = 'stepwright_workflow_name="flaky"'
    const at = `${of},stepwright_state_name="Work"`
    expect(value(`stepwright_execution_started_total{${of}`)).toBe(1)
    expect(value(`stepwright_execution_ended_total{${of},stepwright_execution_status="SUCCEEDED"`)).toBe(1)
    expect(value(`stepwright_task_attempts_total{${at}`)).toBe(2)
    expect(value(`stepwright_task_retries_total{${at}`)).toBe(1)
    expect(value(`stepwright_task_duration_count{${at}`)).toBe(1)
    expect(value(`stepwright_task_duration_count{${at},error_type="Flaky"`)).toBe(1)
    expect(value(`stepwright_state_duration_count{${at},stepwright_state_outcome="succeeded"`)).toBe(1)
    // It waited for a second before its second attempt.
    const sum = value(`stepwright_state_duration_sum{${at},stepwright_state_outcome="succeeded"`)
    expect(sum).toBeGreaterThanOrEqual(1)
    expect(value(`stepwright_execution_duration_count{${of},stepwright_execution_status="SUCCEEDED"`)).toBe(1)
    expect(value('stepwright_commit_size_count{stepwright_worker_name="w1"')).toBeGreaterThan(1)
    expect(value('stepwright_queue_depth{stepwright_worker_name="w1",stepwright_backend_name="memory"')).toBe(0)
    expect(value('stepwright_worker_handlers{stepwright_worker_name="w1",stepwright_handler_state="running"')).toBe(0)
  })

  it("tell of leases that were lost", async () => {
    const reader = new PrometheusExporter({ preventServerStart: true })
    const { telemetry } = newProcess(undefined, { meterProvider: new MeterProvider({ readers: [reader] }) })
    const real = memory()
    let session = ""
    // A store that others may share: the worker looks again by itself.
    const backend: Backend = {
      ...real,
      capabilities: { ...real.capabilities, shared: true, volatile: false },
      sessions: {
        ...real.sessions,
        open: async (params) => {
          const opened = await real.sessions.open(params)
          session = opened.session
          return opened
        },
      },
    }
    const called = Promise.withResolvers<void>()
    const lost = Promise.withResolvers<void>()
    const worker = createWorker({
      backend,
      workflows: [machine],
      telemetry,
      name: "w1",
      logger: { ...silentLogger, warn: () => lost.resolve() },
      resources: {
        work: async (_, { signal }) => {
          called.resolve()
          await new Promise((resolve) => signal.addEventListener("abort", resolve))
        },
      },
    })
    await worker.start()
    await createClient({ backend, workflows: [machine] }).start(machine, {})
    await called.promise
    await real.sessions.close({ session })
    await lost.promise
    await worker.close({ drain: false })
    const text = new PrometheusSerializer().serialize((await reader.collect()).resourceMetrics)
    expect(text).toMatch(/^stepwright_session_lost_total\{stepwright_worker_name="w1"[^}]*\} 1\b/m)
    expect(text).toMatch(/^stepwright_lease_lost_total\{stepwright_worker_name="w1"[^}]*\} 1\b/m)
  })
})

describe("what is written about metrics", () => {
  it("is complete in docs/telemetry.md", () => {
    const page = read("docs/telemetry.md")
    for (const [name, metric] of Object.entries<Metric>(metricTable)) {
      const attributes = metric.attributes.map((attribute) => `\`${attribute}\``).join(", ")
      const cells = ["", `\`${name}\``, metric.kind, metric.unit, attributes, metric.description, ""]
      expect(page.replaceAll(/ +/g, " ")).toContain(cells.join(" | ").replaceAll(/ +/g, " ").trim())
    }
  })

  it.each(["deploy/prometheus/alerts.yaml", "deploy/grafana/stepwright.json"])(
    "in %s names none but those that there are",
    (file) => {
      // As the Collector and Prometheus itself name what comes by OTLP: with the unit.
      const known = new Set(
        Object.entries<Metric>(metricTable).map(([name, { kind, unit }]) => {
          const base = `${name.replaceAll(".", "_")}${unit === "s" ? "_seconds" : ""}`
          return kind === "counter" ? `${base}_total` : base
        }),
      )
      const named = [...read(file).matchAll(/\b(?:stepwright|nodejs)_\w+\b/g)].map(([name]) => name)
      const labels = new Set(
        Object.values<Metric>(metricTable).flatMap(({ attributes }) =>
          attributes.map((attribute) => attribute.replaceAll(".", "_")),
        ),
      )
      const unknown = named.filter((name) => !labels.has(name) && !known.has(name.replace(/_(bucket|sum|count)$/, "")))
      expect(named.length).toBeGreaterThan(10)
      expect(unknown).toEqual([])
    },
  )
})
