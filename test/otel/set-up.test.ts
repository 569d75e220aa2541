import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base"
import { memory } from "@stepwright/adapters/memory"
import { startTelemetry } from "@stepwright/adapters/otel-node"
import { startEngine, stateMachine } from "@stepwright/engine"
import { expect, it } from "vitest"

import { drawn } from "./tracing.ts"

it("sets the SDK for Node up, and exports what is left when it is shut down", async () => {
  const exporter = new InMemorySpanExporter()
  const started = startTelemetry({
    spanProcessors: [new SimpleSpanProcessor(exporter)],
    metricReaders: [],
    logRecordProcessors: [],
    autoDetectResources: false,
  })
  const machine = stateMachine("short", { StartAt: "A", States: { A: { Type: "Pass", End: true } } })
  const engine = await startEngine({ backend: memory(), workflows: [machine], telemetry: started.telemetry })
  await engine.execute(machine, {})
  await engine.close()
  const spans = [...exporter.getFinishedSpans()]
  await started.shutdown()
  expect(drawn(spans, undefined)).toEqual(["execution short", "  state A"])
})
