import {
  AdapterError,
  type Backend,
  type Client,
  createClient,
  type Started,
  createWorker,
  silentLogger,
  type StateMachine,
} from "@stepwright/engine"
import { simulatedClock, type SimulatedClock } from "@stepwright/engine/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

import { ask, invoke, sequence } from "./asl.ts"
import { stores } from "./lab.ts"
import { type Crash, mortal } from "./mortal.ts"

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

interface Life {
  readonly output: unknown
  /** How often each key's code was called. */
  readonly calls: ReadonlyMap<string, number>
  readonly letters: number
  readonly history: string
  /** Calls of the last life that changed what is stored. */
  readonly changes: number
}

/** The world outside: it outlives every worker. */
class World {
  readonly calls = new Map<string, number>()
  /** When the answer to each token comes, in milliseconds since 1970. */
  readonly asked = new Map<string, number>()

  called(key: string): void {
    this.calls.set(key, (this.calls.get(key) ?? 0) + 1)
  }

  /** Has every token answered in its time, in this life of the engine. */
  answer(clock: SimulatedClock, succeed: (token: string) => Promise<void>): (token: string) => void {
    const answerLater = (token: string): void => {
      clock.timer(this.asked.get(token) ?? 0, () => void succeed(token).catch(() => undefined))
    }
    for (const token of this.asked.keys()) answerLater(token)
    return (token) => {
      this.asked.set(token, clock.now() + 60_000)
      answerLater(token)
    }
  }
}

/** Runs the machine with workers that die one after the other; the last one lives. */
async function live(real: Backend, crashes: readonly Crash[]): Promise<Life> {
  const world = new World()
  let now = Date.UTC(2025, 0, 1)
  for (const crash of [...crashes, undefined]) {
    const clock = simulatedClock({ start: now })
    const process = mortal(real, crash)
    const { backend } = process
    const client = createClient({ backend, workflows, clock })
    const ask = world.answer(clock, (token) => client.succeed(token, { answer: 42 }))
    const worker = createWorker({
      backend,
      workflows,
      clock,
      logger: silentLogger,
      resources: {
        step: (input, { key }) => (world.called(key), input),
        later: async (input, { key }) => {
          world.called(key)
          await new Promise((resolve) => setImmediate(resolve))
          return input
        },
        flaky: (input, { key, attempt }) => {
          world.called(key)
          if (attempt < 3) throw Object.assign(new Error("again"), { name: "Flaky" })
          return input
        },
        "sqs:sendMessage": (input, { key }) => {
          world.called(key)
          ask((input as { MessageBody: string }).MessageBody)
        },
      },
    })
    await worker.start()
    const outcome = await Promise.race([startOne(client).then(({ id }) => client.result(id)), process.died])
    now = clock.now()
    if (outcome !== "died") {
      const { letters } = await client.deadLetters.list()
      const { events } = await client.history(outcome.id)
      await worker.close()
      await real.close()
      return {
        output: outcome.output ?? outcome,
        calls: world.calls,
        letters: letters.length,
        history: withoutTimes(events),
        changes: process.calls(),
      }
    }
    await process.bury()
    await worker.close()
  }
  throw new Error("the last life has no crash")
}

/** Starts the execution; a client whose call was rejected asks again. */
async function startOne(client: Client): Promise<Started> {
  try {
    return await client.start(machine, [1, 2, 3], { name: "one" })
  } catch (error) {
    if (!AdapterError.is(error) || !error.retryable) throw error
    return await startOne(client)
  }
}

/** A history as text, without times and without what an execution's chance decides: its tokens. */
function withoutTimes(events: readonly object[]): string {
  return JSON.stringify(events, null, 1)
    .replace(/\b17\d{11}\b/g, "<time>")
    .replace(/\d+\.\d+\.[\w-]{22}/g, "<token>")
}

/** Lets one thing go wrong at each call in turn: neither the outcome nor the history may tell. */
async function expectNoTrace(make: () => Backend, how: Crash["how"]): Promise<void> {
  const undisturbed = await live(make(), [])
  expect(undisturbed.output).toEqual({ answer: 42 })
  expect(undisturbed.letters).toBe(1)
  expect(undisturbed.changes).toBeGreaterThan(15)
  for (let call = 0; call < undisturbed.changes; call++) {
    for (const carriedOut of how === "loses" ? [false] : [false, true]) {
      const where = `${how} at call ${call}, ${carriedOut ? "after" : "before"} it was carried out`
      const { output, letters, calls, history } = await live(make(), [{ call, carriedOut, how }])
      expect({ output, letters }, where).toEqual({ output: { answer: 42 }, letters: 1 })
      expect(history, where).toBe(undisturbed.history)
      expect([...calls.keys()].toSorted()).toEqual([...undisturbed.calls.keys()].toSorted())
      for (const [key, times] of calls) {
        const once = undisturbed.calls.get(key) ?? 0
        expect(times, `${key}, ${where}`).toBeGreaterThanOrEqual(once)
        // One fault: each step runs at most once more than it needs to.
        expect(times, `${key}, ${where}`).toBeLessThanOrEqual(once + 1)
      }
    }
  }
}

describe.each(stores)(`a worker over %s that dies (seed ${seed})`, (_, make) => {
  it("at any point between commit and dispatch leaves nothing undone, and repeats only what was in flight", async () => {
    await expectNoTrace(make, "dies")
  })

  it("again and again ends in the same result", async () => {
    const undisturbed = await live(make(), [])
    const crash = fc.record({ call: fc.nat({ max: 10 }), carriedOut: fc.boolean(), how: fc.constant("dies" as const) })
    await fc.assert(
      fc.asyncProperty(fc.array(crash, { minLength: 2, maxLength: 6 }), async (crashes) => {
        const { output, letters, history } = await live(make(), crashes)
        expect({ output, letters }).toEqual({ output: { answer: 42 }, letters: 1 })
        expect(history).toBe(undisturbed.history)
      }),
      { numRuns: 30, seed },
    )
  })
})

describe.each(stores)("a worker over %s that lives on", (_, make) => {
  it("does as one that died when its store fails at any call, whether it was carried out or not", async () => {
    await expectNoTrace(make, "fails")
  })

  it("does as one that died when its session is lost at any call", async () => {
    await expectNoTrace(make, "loses")
  })
})
