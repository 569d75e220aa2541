// A worker of the order example in a process of its own: says each span as it ends, and each task that it hangs in.
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base"
import { openTelemetry, StepwrightIds } from "@stepwright/adapters/otel"
import { redis } from "@stepwright/adapters/redis"
import { createWorker, type HandlerContext, silentLogger } from "@stepwright/engine"
import catalog from "@stepwright/example-orders/catalog.json" with { type: "json" }
import { openShop } from "@stepwright/example-orders/shop"
import { placeOrder } from "@stepwright/example-orders/workflow"

import type { Said, Setup } from "./orders-process.ts"

const { url, prefix, shopFile, hangs } = JSON.parse(process.argv[2] ?? "") as Setup // our parent wrote it
const say = (said: Said): void => void process.send?.(said)

/** A process that is killed hands nothing over afterwards, so each span is told as it is exported. */
class ToldSpans extends InMemorySpanExporter {
  override export(...args: Parameters<InMemorySpanExporter["export"]>): void {
    for (const span of args[0]) say({ span: plain(span) })
    super.export(...args)
  }
}

const provider = new BasicTracerProvider({
  idGenerator: new StepwrightIds(),
  spanProcessors: [new SimpleSpanProcessor(new ToldSpans())],
})

const shop = openShop({ file: shopFile, catalog })
const handlers = shop.handlers.map((handled) => {
  const { name } = handled.task
  if (!hangs.includes(name)) return handled
  return {
    ...handled,
    handler: async (_: unknown, { signal }: HandlerContext): Promise<never> => {
      say({ word: name })
      return await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))))
    },
  }
}) as typeof shop.handlers

const worker = createWorker({
  backend: await redis({ url, prefix, leaseMs: 1000 }),
  workflows: [placeOrder],
  handlers,
  telemetry: openTelemetry({ tracerProvider: provider }),
  logger: silentLogger,
})
await worker.start()
say({ word: "runs" })
// Without a parent there is nobody to work for.
process.on("disconnect", () => process.exit())

function plain(span: ReadableSpan): NonNullable<Said["span"]> {
  const { name, attributes, parentSpanContext } = span
  return { name, attributes, parent: parentSpanContext?.spanId, context: span.spanContext() }
}
