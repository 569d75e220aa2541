import { context, createTraceState, trace, TraceFlags } from "@opentelemetry/api"
import { AlwaysOffSampler, ParentBasedSampler } from "@opentelemetry/sdk-trace-base"
import { bullmq, serveQueue } from "@stepwright/adapters/bullmq"
import { memory } from "@stepwright/adapters/memory"
import { task, type TaskContext, TaskError, workflow } from "@stepwright/dsl"
import { type Logger, silentLogger, startEngine } from "@stepwright/engine"
import { sharedRedis } from "@stepwright/test-redis"
import { Queue } from "bullmq"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { drawn, newProcess, type Process } from "./tracing.ts"

const Text = z.object({ text: z.string() })
const convert = task("convert", { queue: "paper", input: Text, output: z.string() })
const converting = workflow("converting", { input: Text }, (w, input) => w.run(convert(input)))

/** The span of another service that calls ours, with something of its vendor's. */
const caller = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: TraceFlags.SAMPLED,
  traceState: createTraceState("vendor=abc"),
}

/** Runs one execution, called by {@link caller}: its engine is one process, whoever serves the queue is another. */
async function run(
  handler: (input: z.output<typeof Text>, told: TaskContext, process: Process) => string,
  logger: Logger = silentLogger,
) {
  const place = newPlace()
  const [engineProcess, servingProcess] = [newProcess(), newProcess()]
  await using engine = await startEngine({
    backend: memory(),
    workflows: [converting],
    queues: bullmq(place),
    telemetry: engineProcess.telemetry,
    logger: silentLogger,
  })
  await using _ = await serveQueue({
    ...place,
    queue: "paper",
    handlers: [{ task: convert, handler: (input, told) => handler(input, told, servingProcess) }],
    telemetry: servingProcess.telemetry,
    logger,
  })
  const started = await context.with(trace.setSpanContext(context.active(), caller), () =>
    engine.start(converting, { text: "a" }),
  )
  await engine.result(started.id, { timeoutMs: 20_000 })
  // The job's last span ends when its handler has answered, which the engine may hear of before.
  await until(() => servingProcess.spans().some(({ name }) => name === "process paper"))
  return { engineProcess, servingProcess, spans: [...engineProcess.spans(), ...servingProcess.spans()] }
}

/** Comes back once something holds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** A place in the run's Redis that no other test uses. */
function newPlace() {
  const { url, prefix } = sharedRedis()
  const { hostname: host, port, username, password } = new URL(url)
  const user = username === "" ? {} : { username }
  const connection = { host, port: Number(port), ...user, ...(password === "" ? {} : { password }) }
  return { connection, prefix: `{${prefix.replace(/:$/, "")}}` }
}

describe("the job of a traced task", () => {
  it("is part of the attempt that sent it, in whatever process serves it", async () => {
    const seen: (string | undefined)[] = []
    const lines: (Readonly<Record<string, unknown>> | undefined)[] = []
    const { spans, servingProcess } = await run(
      ({ text }, told, { provider }) => {
        seen.push(told.trace?.traceparent, told.trace?.tracestate)
        told.log.info("at work")
        provider.getTracer("test").startSpan("SELECT fonts").end()
        return text.toUpperCase()
      },
      { ...silentLogger, info: (_, facts) => lines.push(facts) },
    )
    expect(drawn(spans, caller.spanId)).toEqual([
      "execution converting",
      "  state convert",
      "    attempt convert",
      "      process paper",
      "        SELECT fonts",
    ])
    for (const span of spans) {
      expect(span.spanContext()).toMatchObject({ traceId: caller.traceId })
      expect(span.spanContext().traceState?.serialize()).toBe("vendor=abc")
    }
    const processed = servingProcess.spans().find(({ name }) => name === "process paper")
    const { spanId } = processed?.spanContext() ?? { spanId: "" }
    expect(processed?.attributes).toMatchObject({
      "messaging.system": "bullmq",
      "messaging.destination.name": "paper",
      "messaging.operation.type": "process",
      "stepwright.step.name": "convert",
      "stepwright.task.attempt": 1,
    })
    expect(seen).toEqual([`00-${caller.traceId}-${spanId}-01`, "vendor=abc"])
    expect(lines).toMatchObject([{ step: "convert", trace_id: caller.traceId, span_id: spanId }])
  })

  it("has the error of what its handler threw, and nothing of what it says", async () => {
    const { spans } = await run(() => {
      throw new TaskError("Paper.Jam", { cause: "tray of Ada Lovelace" })
    })
    expect(drawn(spans, caller.spanId)).toEqual([
      "execution converting !Paper.Jam",
      "  state convert !Paper.Jam",
      "    attempt convert !Paper.Jam",
      "      process paper !Paper.Jam",
    ])
    expect(JSON.stringify(spans.map(({ attributes, status, events }) => [attributes, status, events]))).not.toContain(
      "Lovelace",
    )
  })

  it.each([
    ["the attempt's where it is sampled", undefined, "01"],
    ["the execution's trace where it is not", new ParentBasedSampler({ root: new AlwaysOffSampler() }), "00"],
  ])("tells any worker of BullMQ its trace: %s", async (_, sampler, flags) => {
    const place = newPlace()
    const process = newProcess(sampler)
    await using engine = await startEngine({
      backend: memory(),
      workflows: [converting],
      queues: bullmq(place),
      telemetry: process.telemetry,
      logger: silentLogger,
    })
    await engine.start(converting, { text: "a" })
    await using queue = disposable(new Queue("paper", place))
    await until(async () => (await queue.getJobs()).length === 1)
    const [job] = await queue.getJobs()
    const { trace } = (job?.data ?? {}) as { readonly trace?: { readonly traceparent: string } } // the contract
    const traceparent = trace?.traceparent
    expect(traceparent).toMatch(new RegExp(`^00-[\\da-f]{32}-[\\da-f]{16}-${flags}$`))
    expect(job?.data).not.toHaveProperty("trace.tracestate")
  })
})

function disposable(queue: Queue): Queue & AsyncDisposable {
  return Object.assign(queue, { [Symbol.asyncDispose]: async () => await queue.close() })
}
