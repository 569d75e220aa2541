import type { Handled } from "@stepwright/dsl"

import type { HistoryEvent } from "../core/index.ts"
import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { StoredStatus } from "../ports/executions.ts"
import type { Client, DeadLetterDescription, ExecutionDescription, Startable } from "../program/client.ts"
import { clientOf } from "../program/create-client.ts"
import { workerOf } from "../program/create-worker.ts"
import { Program } from "../program/program.ts"
import { silentLogger } from "../runtime/logger.ts"
import type { ResourceHandler } from "../runtime/handler-context.ts"
import type { Mock } from "./mock.ts"
import { Calls, type RecordedCall } from "./recorded-calls.ts"
import { simulatedClock } from "./simulated-clock.ts"
import { wholeHistory } from "./whole-history.ts"

export interface RunTestOptions<I> {
  readonly input: I
  /**
   * Instead of handlers: by a task's name, or by a resource's (`dynamodb:putItem`). A mock's answer is checked by the
   * task's output schema. What is not mocked runs its own handler.
   */
  readonly mocks?: Readonly<Record<string, Mock>>
  readonly handlers?: readonly Handled[]
  readonly resources?: Readonly<Record<string, ResourceHandler>>
  /** `aws` enforces the quotas of Step Functions. */
  readonly target?: "aws"
  /** The execution's name; default `test`. */
  readonly name?: string
  /** When simulated time begins, in milliseconds since 1970; default 2025-01-01T00:00:00Z. */
  readonly startAt?: number
}

/** How a test's execution went. */
export interface TestRun<O> {
  readonly status: StoredStatus
  readonly output?: O
  readonly error?: string
  readonly cause?: string
  /** Every call of a task or resource, in order, retries included. */
  readonly calls: readonly RecordedCall[]
  readonly history: readonly HistoryEvent[]
  /** Simulated milliseconds from start to end. */
  readonly elapsedMs: number
  /** What was given up on, newest first. */
  readonly deadLetters: readonly DeadLetterDescription[]
}

/** Runs one execution to its end with time skipped. */
export type RunTest = <I, O>(workflow: Startable<I, O>, options: RunTestOptions<NoInfer<I>>) => Promise<TestRun<O>>

/**
 * Makes a `runTest` over a backend: the real engine, with simulated time and mocks in the place of handlers.
 * `stepwright/testing` exports one over memory.
 */
export function testKit(kit: { readonly backend: () => Backend }): RunTest {
  return async <I, O>(workflow: Startable<I, O>, options: RunTestOptions<I>) => {
    const backend = kit.backend()
    try {
      return await run(backend, workflow, options)
    } finally {
      await backend.close()
    }
  }
}

async function run<I, O>(backend: Backend, workflow: Startable<I, O>, options: RunTestOptions<I>): Promise<TestRun<O>> {
  const stuck = Promise.withResolvers<never>()
  stuck.promise.catch(() => undefined)
  const clock = simulatedClock({
    ...(options.startAt === undefined ? {} : { start: options.startAt }),
    onStuck: () => stuck.reject(stuckError(workflow.name)),
  })
  const calls = new Calls({ mocks: options.mocks ?? {}, clock })
  const program = new Program({
    workflows: [workflow],
    ...(options.target === undefined ? {} : { target: options.target }),
    handlers: options.handlers ?? [],
    resources: calls.resources(options.resources ?? {}),
  })
  calls.guard(program)
  const client = clientOf(program, backend, clock)
  calls.answerWith(client)
  const worker = workerOf(program, { backend, clock, logger: silentLogger })
  await worker.start()
  try {
    const { id } = await client.start(workflow, options.input, { name: options.name ?? "test" })
    const ended = await Promise.race([client.result(id), stuck.promise])
    return await reportOf(client, ended, calls.recorded)
  } finally {
    await worker.close({ drain: false })
  }
}

async function reportOf<O>(
  client: Client,
  ended: ExecutionDescription<O>,
  calls: readonly RecordedCall[],
): Promise<TestRun<O>> {
  const { status, output, error, cause, startedAt, stoppedAt } = ended
  const history = await wholeHistory(client, ended.id)
  const { letters } = await client.deadLetters.list({ limit: 1000 })
  return {
    status,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    calls,
    history,
    elapsedMs: (stoppedAt ?? startedAt) - startedAt,
    deadLetters: letters,
  }
}

function stuckError(workflow: string): EngineError {
  return new EngineError({
    code: "TEST_STUCK",
    message: `The test of '${workflow}' waits for something that will never come: no timer is left, and nothing runs.`,
  })
}
