import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { context, trace } from "@opentelemetry/api"
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  ParentBasedSampler,
  SamplingDecision,
  SimpleSpanProcessor,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-base"
import { memory } from "@stepwright/adapters/memory"
import { openTelemetry } from "@stepwright/adapters/otel"
import { sqlite } from "@stepwright/adapters/sqlite"
import {
  createClient,
  createWorker,
  type HandlerContext,
  silentLogger,
  startEngine,
  stateMachine,
} from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import catalog from "@stepwright/example-orders/catalog.json" with { type: "json" }
import { openShop } from "@stepwright/example-orders/shop"
import { type Order, placeOrder } from "@stepwright/example-orders/workflow"
import { afterAll, describe, expect, it, vi } from "vitest"

import { drawn, inSpan, newProcess } from "./tracing.ts"

const folder = mkdtempSync(join(tmpdir(), "stepwright-otel-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sku = catalog[0]?.sku ?? ""
const price = catalog[0]?.price ?? 0
/** Goes so far as to be undone: no carrier goes there. */
const order: Order = {
  orderId: "o-1",
  customer: { name: "Ada", email: "ada@example.org" },
  card: { token: "tok-1", expires: "2030-01", limit: 1_000_000 },
  address: { line: "1 Ice Road", country: "AQ" },
  items: [{ sku, quantity: 1, price }],
  total: price,
}

type Handlers = ReturnType<typeof openShop>["handlers"]
type Code = (input: unknown, context: HandlerContext) => Promise<never>

/** The same tasks, with another handler for one of them. */
function withHandler(handlers: Handlers, name: string, handler: Code): Handlers {
  return handlers.map((handled) => (handled.task.name === name ? { ...handled, handler } : handled)) as Handlers
}

async function untilAborted(_: unknown, { signal }: HandlerContext): Promise<never> {
  return await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))))
}

describe("the trace of an execution", () => {
  it("is one, from the caller's span through two workers, one of which dies in the middle", async () => {
    const file = join(folder, "engine.sqlite")
    const shop = openShop({ file: join(folder, "shop.sqlite"), catalog })
    const [caller, first, second] = [newProcess(), newProcess(), newProcess()]

    // The first worker dies while it charges the card: it never hears the answer.
    const dying = sqlite({ file })
    const died = Promise.withResolvers<void>()
    const handlers = withHandler(shop.handlers, "charge-card", async () => {
      died.resolve()
      return await new Promise<never>(() => undefined)
    })
    const client = createClient({ backend: dying, workflows: [placeOrder], telemetry: caller.telemetry })
    const [{ id }, called] = await inSpan(caller, "POST /orders", () => client.start(placeOrder, order))
    const worker = createWorker({
      backend: dying,
      workflows: [placeOrder],
      handlers,
      telemetry: first.telemetry,
      logger: silentLogger,
    })
    await worker.start()
    await died.promise
    await dying.close()
    await worker.close({ drain: false })

    // What runs beside the label is under way when it fails.
    const slow = ["pick-item", "write-to-customer"].reduce(
      (all, name) => withHandler(all, name, untilAborted),
      shop.handlers,
    )
    const backend = sqlite({ file })
    await using engine = await startEngine({
      backend,
      workflows: [placeOrder],
      handlers: slow,
      telemetry: second.telemetry,
      logger: silentLogger,
    })
    expect(await engine.result(id)).toMatchObject({ status: "FAILED", error: "Label.NotServed" })
    shop.books.close()

    const spans = [...caller.spans(), ...first.spans(), ...second.spans()]
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([called.traceId]))
    const ids = spans.map((span) => span.spanContext().spanId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(drawn(spans, undefined)).toEqual([
      "POST /orders",
      "  execution place-order !Label.NotServed",
      "    state Saga start",
      "    state check-order",
      "      attempt check-order",
      "    state reserve-stock",
      "      attempt reserve-stock",
      "    state charge-card",
      "      attempt charge-card",
      "    state ship !Label.NotServed",
      "      state each !aborted",
      "        state pick-item !aborted",
      "          attempt pick-item !aborted",
      "      state print-label !Label.NotServed",
      "        attempt print-label !Label.NotServed",
      "      state write-to-customer !aborted",
      "        attempt write-to-customer !aborted",
      "    compensate charge-card",
      "      attempt charge-card",
      "    compensate reserve-stock",
      "      attempt reserve-stock",
      "    state Saga failed !Label.NotServed",
    ])
    expect(drawn(first.spans(), first.spans()[0]?.parentSpanContext?.spanId)).toEqual([
      "state Saga start",
      "state check-order",
      "  attempt check-order",
      "state reserve-stock",
      "  attempt reserve-stock",
    ])
    const commits = spans.filter(({ name }) => name === "commit")
    expect(commits.length).toBeGreaterThan(1)
    for (const { attributes } of commits) expect(attributes).toMatchObject({ "db.system.name": "sqlite" })
  })

  it("sleeps without a span in memory, and what comes after is linked to the sleep", async () => {
    const process = newProcess()
    const machine = stateMachine("sleeper", {
      StartAt: "Before",
      States: {
        Before: { Type: "Pass", Next: "Sleep" },
        Sleep: { Type: "Wait", Seconds: 61, Next: "After" },
        After: { Type: "Pass", End: true },
      },
    })
    const clock = simulatedClock()
    await using engine = await startEngine({
      backend: memory(),
      workflows: [machine],
      clock,
      telemetry: process.telemetry,
    })
    const { id } = await engine.start(machine, {})
    expect(await engine.result(id)).toMatchObject({ status: "SUCCEEDED" })
    const spans = new Map(process.spans().map((span) => [span.name, span]))
    const [sleep, after] = [spans.get("state Sleep"), spans.get("state After")]
    expect(sleep?.duration).toEqual([61, 0])
    expect(after?.links).toMatchObject([
      { context: { spanId: sleep?.spanContext().spanId }, attributes: { "stepwright.link": "wait" } },
    ])
    expect(spans.get("state Before")?.links).toEqual([])
  })

  it("goes on in a child workflow, and what a handler begins is part of its attempt", async () => {
    const process = newProcess()
    const seen: (string | undefined)[] = []
    const child = stateMachine("child", {
      StartAt: "Work",
      States: { Work: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:1:function:work", End: true } },
    })
    const parent = stateMachine("parent", {
      StartAt: "Call",
      States: {
        Call: {
          Type: "Task",
          Resource: "arn:aws:states:::states:startExecution.sync:2",
          Parameters: { StateMachineArn: "child", Input: {} },
          End: true,
        },
      },
    })
    await using engine = await startEngine({
      backend: memory(),
      workflows: [parent, child],
      telemetry: process.telemetry,
      resources: {
        work: async (_, context) => {
          await Promise.resolve()
          seen.push(context.trace?.traceparent)
          process.provider.getTracer("test").startSpan("SELECT stock").end()
          return {}
        },
      },
    })
    await engine.execute(parent, {})
    expect(drawn(process.spans(), undefined)).toEqual([
      "execution parent",
      "  state Call",
      "    attempt Call",
      "      execution child",
      "        state Work",
      "          attempt Work",
      "            SELECT stock",
    ])
    const work = process
      .spans()
      .find(({ name }) => name === "attempt Work")
      ?.spanContext()
    expect(seen).toEqual([`00-${work?.traceId}-${work?.spanId}-01`])
  })

  it("goes on in the children of a distributed Map, under the Map's state", async () => {
    const process = newProcess()
    const machine = stateMachine("mapping", {
      StartAt: "Map",
      States: {
        Map: {
          Type: "Map",
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
            StartAt: "Work",
            States: { Work: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:1:function:work", End: true } },
          },
          End: true,
        },
      },
    })
    await using engine = await startEngine({
      backend: memory(),
      workflows: [machine],
      telemetry: process.telemetry,
      resources: { work: (item) => item },
    })
    const [, called] = await inSpan(process, "caller", async () => await engine.execute(machine, [1, 2]))
    const spans = process.spans()
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([called.traceId]))
    expect(drawn(spans, called.spanId)).toEqual([
      "execution mapping",
      "  state Map",
      "    execution mapping",
      "      state Work",
      "        attempt Work",
      "    execution mapping",
      "      state Work",
      "        attempt Work",
    ])
  })

  it("is named in what its handlers log", async () => {
    const process = newProcess()
    const lines: (Readonly<Record<string, unknown>> | undefined)[] = []
    const machine = stateMachine("logging", {
      StartAt: "Work",
      States: { Work: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:1:function:work", End: true } },
    })
    await using engine = await startEngine({
      backend: memory(),
      workflows: [machine],
      telemetry: process.telemetry,
      logger: { ...silentLogger, info: (_, facts) => lines.push(facts) },
      resources: {
        work: (_, { log }) => {
          log.info("at work", { n: 1 })
          return {}
        },
      },
    })
    await engine.execute(machine, {})
    const attempt = process
      .spans()
      .find(({ name }) => name === "attempt Work")
      ?.spanContext()
    expect(attempt).toBeDefined()
    expect(lines).toMatchObject([{ n: 1, trace_id: attempt?.traceId, span_id: attempt?.spanId }])
  })

  it("has a span for each attempt, and an error for each that failed", async () => {
    const process = newProcess()
    const machine = stateMachine("flaky", {
      StartAt: "Work",
      States: {
        Work: {
          Type: "Task",
          Resource: "arn:aws:lambda:us-east-1:1:function:work",
          Retry: [{ ErrorEquals: ["Flaky"], IntervalSeconds: 90, MaxAttempts: 2 }],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
          Next: "Caught",
        },
        Caught: { Type: "Fail", Error: "Gone" },
      },
    })
    await using engine = await startEngine({
      backend: memory(),
      workflows: [machine],
      clock: simulatedClock(),
      telemetry: process.telemetry,
      resources: {
        work: (_, { attempt }) => {
          throw Object.assign(new Error("secret"), { name: attempt === 1 ? "Flaky" : "Broken" })
        },
      },
    })
    await engine.execute(machine, {})
    const spans = process.spans()
    expect(drawn(spans, undefined)).toEqual([
      "execution flaky !Gone",
      "  state Work !Broken",
      "    attempt Work !Flaky",
      "    attempt Work !Broken",
      "  state Caught !Gone",
    ])
    const [first, second] = spans.filter(({ name }) => name === "attempt Work")
    expect(second?.links).toMatchObject([
      { context: { spanId: first?.spanContext().spanId }, attributes: { "stepwright.link": "retry" } },
    ])
    expect(spans.find(({ name }) => name === "state Work")?.attributes).toMatchObject({
      "stepwright.state.outcome": "caught",
      "stepwright.state.attempts": 2,
    })
    // What an error says is nobody's business but the store's.
    expect(JSON.stringify(spans.map(({ attributes, status }) => [attributes, status]))).not.toContain("secret")
  })

  it("begins anew with a redrive, linked to what was before", async () => {
    const process = newProcess()
    let calls = 0
    const machine = stateMachine("redriven", {
      StartAt: "Work",
      States: { Work: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:1:function:work", End: true } },
    })
    await using engine = await startEngine({
      backend: memory(),
      workflows: [machine],
      telemetry: process.telemetry,
      resources: {
        work: () => {
          if (++calls === 1) throw new Error("not yet")
          return {}
        },
      },
    })
    const { id } = await engine.execute(machine, {})
    await engine.redrive(id)
    expect(await engine.result(id)).toMatchObject({ status: "SUCCEEDED" })
    const spans = process.spans()
    expect(drawn(spans, undefined)).toEqual([
      "execution redriven !Error",
      "  state Work !Error",
      "    attempt Work !Error",
      "execution redriven",
      "  state Work",
      "    attempt Work",
    ])
    const [first, second] = spans.filter(({ name }) => name === "execution redriven").map((span) => span)
    expect(second?.spanContext().traceId).toBe(first?.spanContext().traceId)
    expect(second?.links).toMatchObject([{ context: { spanId: first?.spanContext().spanId } }])
  })

  it("is recorded as the sampler says, and goes with handlers all the same", async () => {
    const process = newProcess(new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0.25) }))
    const contexts: (string | undefined)[] = []
    const machine = stateMachine("sampled", {
      StartAt: "Work",
      States: { Work: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:1:function:work", End: true } },
    })
    await using engine = await startEngine({
      backend: memory(),
      workflows: [machine],
      telemetry: process.telemetry,
      resources: {
        work: (_, { trace: sent }) => {
          contexts.push(sent?.traceparent)
          const active = trace.getSpanContext(context.active())
          expect(active?.traceFlags).toBe(sent?.traceparent.endsWith("-01") === true ? 1 : 0)
          return {}
        },
      },
    })
    for (let count = 0; count < 200; count++) await engine.execute(machine, {})
    const sampled = contexts.filter((sent) => sent?.endsWith("-01"))
    const executions = process.spans().filter(({ name }) => name === "execution sampled")
    expect(contexts).toHaveLength(200)
    expect(new Set(executions.map((span) => span.spanContext().traceId))).toEqual(
      new Set(sampled.map((sent) => sent?.slice(3, 35))),
    )
    // Of 200 at one in four: fewer than 10 or more than 100 come once in 10^12.
    expect(executions.length).toBeGreaterThan(10)
    expect(executions.length).toBeLessThan(100)
    // Whoever started it decided.
    const before = process.spans().length
    const [, caller] = await inSpan(process, "caller", async () => await engine.execute(machine, {}))
    const wanted = caller.traceFlags === 1
    expect(process.spans().length > before).toBe(wanted)
    expect(contexts.at(-1)).toContain(caller.traceId)
    expect(contexts.at(-1)?.endsWith(wanted ? "-01" : "-00")).toBe(true)
  })

  it("has no span begun for it where the sampler turns it down", async () => {
    const asked: string[] = []
    const process = newProcess({
      shouldSample: (_, traceId, name) => {
        asked.push(`${name} ${traceId}`)
        return { decision: SamplingDecision.NOT_RECORD }
      },
      toString: () => "Never",
    })
    // Providers hand out one tracer by a name.
    const tracer = process.provider.getTracer("@stepwright/adapters/otel")
    const begun = vi.spyOn(tracer, "startSpan")
    const sent: (string | undefined)[] = []
    const machine = stateMachine("unsampled", {
      StartAt: "Work",
      States: { Work: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:1:function:work", End: true } },
    })
    await using engine = await startEngine({
      backend: memory(),
      workflows: [machine],
      telemetry: process.telemetry,
      resources: {
        work: (_, context) => {
          sent.push(context.trace?.traceparent)
          return {}
        },
      },
    })
    for (let count = 0; count < 30; count++) await engine.execute(machine, {})
    expect(asked).toEqual(sent.map((traceparent) => `execution unsampled ${traceparent?.slice(3, 35)}`))
    expect(new Set(asked).size).toBe(30)
    expect(sent.every((traceparent) => traceparent?.endsWith("-00"))).toBe(true)
    expect(begun).not.toHaveBeenCalled()
  })

  it("is judged once by a provider that does not go by our ids", async () => {
    const exporter = new InMemorySpanExporter()
    const asked: string[] = []
    const provider = new BasicTracerProvider({
      sampler: {
        shouldSample: (_, traceId, name) => {
          if (name.startsWith("execution")) asked.push(traceId)
          return { decision: SamplingDecision.RECORD_AND_SAMPLED }
        },
        toString: () => "Always",
      },
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    })
    const machine = stateMachine("foreign", { StartAt: "A", States: { A: { Type: "Pass", End: true } } })
    await using engine = await startEngine({
      backend: memory(),
      workflows: [machine],
      telemetry: openTelemetry({ tracerProvider: provider }),
    })
    await engine.execute(machine, {})
    const [execution] = exporter.getFinishedSpans().filter(({ name }) => name === "execution foreign")
    expect(asked).toEqual([execution?.spanContext().traceId])
  })
})
