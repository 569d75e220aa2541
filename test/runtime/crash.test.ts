import { memory } from "@stepwright/adapters/memory"
import { AdapterError, createClient, createWorker, silentLogger, type StateMachine } from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

import { ask, invoke, sequence } from "./asl.ts"
import { withTick } from "./wrapped.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)

const level = (states: Readonly<Record<string, object>>) => {
  const names = Object.keys(states)
  const last = names.at(-1) ?? ""
  return { StartAt: names[0], States: { ...states, [last]: { ...states[last], End: true } } }
}

const child = sequence("child", { Inner: invoke("step") })
const everything = sequence("everything", {
  First: invoke("step"),
  Flaky: invoke("flaky", { Retry: [{ ErrorEquals: ["Flaky"], IntervalSeconds: 3, MaxAttempts: 2 }] }),
  Both: {
    Type: "Parallel",
    Branches: [
      level({ Left: { ...invoke("later"), Next: "LeftWait" }, LeftWait: { Type: "Wait", Seconds: 90 } }),
      level({ Right: invoke("step") }),
    ],
  },
  Each: { Type: "Map", MaxConcurrency: 2, ItemProcessor: level({ Item: invoke("later") }) },
  Ask: ask({ TimeoutSeconds: 3600 }),
  Child: {
    Type: "Task",
    Resource: "arn:aws:states:::states:startExecution.sync:2",
    Arguments: { StateMachineArn: "child", Name: "the-child", Input: "{% $states.input %}" },
    Output: "{% $states.result.Output %}",
  },
  Letter: {
    Type: "Task",
    Resource: "arn:aws:states:::sqs:sendMessage",
    Arguments: { QueueUrl: "${Dead}", MessageBody: "lost" },
    Output: "{% $states.input %}",
  },
})
const machine: StateMachine = {
  ...everything,
  plan: { ...everything.plan, bindings: { Dead: { kind: "deadLetterQueue" } } },
}
const workflows = [machine, child]

/** Where a worker dies: at its nth tick with commits, before or after the store took them. */
interface Crash {
  readonly tick: number
  readonly committed: boolean
}

interface Life {
  readonly output: unknown
  readonly calls: ReadonlyMap<string, number>
  readonly letters: number
  readonly ticks: number
}

/** Runs the machine with workers that die one after the other; the last one lives. */
async function live(crashes: readonly Crash[]): Promise<Life> {
  const real = memory()
  const calls = new Map<string, number>()
  const asked = new Map<string, number>()
  let now = Date.UTC(2025, 0, 1)
  let id = ""
  let ticks = 0
  for (const crash of [...crashes, undefined]) {
    const clock = simulatedClock({ start: now })
    const died = Promise.withResolvers<"died">()
    const release = Promise.withResolvers<never>()
    release.promise.catch(() => undefined)
    let left = crash?.tick ?? Infinity
    let session = ""
    ticks = 0
    const backend = withTick(real, async (params, tick) => {
      session = params.session
      if (params.commits.length > 0) {
        ticks++
        if (left-- <= 0) {
          if (left === -1 && crash?.committed === true) await tick(params)
          died.resolve("died")
          return await release.promise
        }
      }
      return await tick(params)
    })
    const client = createClient({ backend, workflows, clock })
    // The world outside outlives every worker.
    const answerLater = (token: string): void => {
      clock.timer(asked.get(token) ?? 0, () => void client.succeed(token, { answer: 42 }).catch(() => undefined))
    }
    for (const token of asked.keys()) answerLater(token)
    const count = (key: string): number => {
      calls.set(key, (calls.get(key) ?? 0) + 1)
      return calls.get(key) ?? 0
    }
    const worker = createWorker({
      backend,
      workflows,
      clock,
      logger: silentLogger,
      resources: {
        step: (input, { key }) => (count(key), input),
        later: async (input, { key }) => {
          count(key)
          await new Promise((resolve) => setImmediate(resolve))
          return input
        },
        flaky: (input, { key, attempt }) => {
          count(key)
          if (attempt < 3) throw Object.assign(new Error("again"), { name: "Flaky" })
          return input
        },
        "sqs:sendMessage": (input, { key }) => {
          count(key)
          const { MessageBody } = input as { MessageBody: string }
          asked.set(MessageBody, clock.now() + 60_000)
          answerLater(MessageBody)
        },
      },
    })
    await worker.start()
    id = (await client.start(machine, [1, 2, 3], { name: "one" })).id
    const outcome = await Promise.race([client.result(id), died.promise])
    now = clock.now()
    if (outcome !== "died") {
      const { letters } = await client.deadLetters.list()
      const { events } = await client.history(id)
      expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1))
      await worker.close()
      await real.close()
      return { output: outcome.output ?? outcome, calls, letters: letters.length, ticks }
    }
    // What a store does when a process is gone: its session ends, and nothing more is heard from it.
    await real.sessions.close({ session })
    release.reject(new AdapterError({ code: "BACKEND_CLOSED", message: "The process is gone.", retryable: false }))
    await worker.close()
  }
  throw new Error("the last life has no crash")
}

describe(`a worker that dies (seed ${seed})`, () => {
  it("at any point between commit and dispatch leaves nothing undone, and repeats only what was in flight", async () => {
    const undisturbed = await live([])
    expect(undisturbed.output).toEqual({ answer: 42 })
    expect(undisturbed.letters).toBe(1)
    for (let tick = 0; tick < undisturbed.ticks; tick++) {
      for (const committed of [false, true]) {
        const { output, letters, calls } = await live([{ tick, committed }])
        expect({ output, letters }, `crash at tick ${tick}, ${committed ? "after" : "before"} the commit`).toEqual({
          output: { answer: 42 },
          letters: 1,
        })
        expect([...calls.keys()].toSorted()).toEqual([...undisturbed.calls.keys()].toSorted())
        for (const [key, times] of calls) {
          const once = undisturbed.calls.get(key) ?? 0
          expect(times, `${key}, crash at tick ${tick}`).toBeGreaterThanOrEqual(once)
          // One crash: each step runs at most once more than it needs to.
          expect(times, `${key}, crash at tick ${tick}`).toBeLessThanOrEqual(once + 1)
        }
      }
    }
  })

  it("again and again ends in the same result", async () => {
    const crash = fc.record({ tick: fc.nat({ max: 8 }), committed: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(crash, { minLength: 2, maxLength: 6 }), async (crashes) => {
        const { output, letters } = await live(crashes)
        expect({ output, letters }).toEqual({ output: { answer: 42 }, letters: 1 })
      }),
      { numRuns: 40, seed },
    )
  })
})
