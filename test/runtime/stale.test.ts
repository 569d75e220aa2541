import { memory } from "@stepwright/adapters/memory"
import type { Backend } from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

import { ask, invoke, sequence } from "./asl.ts"
import { after, openLab } from "./lab.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)

const retry = [{ ErrorEquals: ["States.Timeout", "Refused"], IntervalSeconds: 5, MaxAttempts: 1, BackoffRate: 1 }]
const machine = sequence("asking", {
  Ask: ask({
    TimeoutSeconds: 60,
    HeartbeatSeconds: 25,
    Retry: retry,
    Catch: [{ ErrorEquals: ["States.ALL"], Next: "Then" }],
  }),
  Then: invoke("afterwards"),
  Wait: { Type: "Wait", Seconds: 120 },
})

interface Word {
  readonly afterMs: number
  readonly what: "succeed" | "fail" | "heartbeat"
  /** How often the message comes once more, and how much later each time. */
  readonly again: number
  readonly laterMs: number
}

const word: fc.Arbitrary<Word> = fc.record({
  afterMs: fc.integer({ min: 0, max: 90_000 }),
  what: fc.constantFrom("succeed", "fail", "heartbeat"),
  again: fc.nat({ max: 2 }),
  laterMs: fc.constantFrom(0, 1, 10_000, 60_000, 200_000),
})

interface Seen {
  readonly status: string
  readonly output: unknown
  readonly types: readonly string[]
  readonly thens: number
}

/** Runs the machine while these words come for every token. */
async function run(words: readonly Word[], again: boolean): Promise<Seen> {
  const real = memory()
  const clock = simulatedClock()
  let current: Word | undefined
  const backend: Backend = {
    ...real,
    inbox: {
      ...real.inbox,
      answer: async (params) => {
        const outcome = await real.inbox.answer(params)
        const execution = (await real.executions.list({ limit: 1 })).executions[0]?.id ?? ""
        const { again: times = 0, laterMs = 0 } = again && outcome === "accepted" ? (current ?? {}) : {}
        for (let time = 1; time <= times; time++) {
          // Past the token's door: as a store would that delivers twice.
          after(clock, time * laterMs, () => real.inbox.send({ execution, body: params.body, when: ["RUNNING"] }))
        }
        return outcome
      },
    },
  }
  let thens = 0
  await using lab = await openLab({
    workflows: [machine],
    backend,
    clock,
    resources: {
      afterwards: (input) => (thens++, input),
      "sqs:sendMessage": (_, { token = "" }) => {
        for (const each of words) {
          after(clock, each.afterMs, async () => {
            current = each
            const { client } = lab
            const said =
              each.what === "succeed"
                ? client.succeed(token, each.afterMs)
                : each.what === "fail"
                  ? client.fail(token, "Refused", String(each.afterMs))
                  : client.heartbeat(token)
            await said.catch(() => undefined)
          })
        }
      },
    },
  })
  const { id } = await lab.client.start(machine, {}, { name: "one" })
  const { status, output } = await lab.client.result(id)
  const { events } = await lab.client.history(id)
  return { status, output, types: events.map(({ type, timestamp }) => `${timestamp} ${type}`), thens }
}

describe(`messages that come twice or late (seed ${seed})`, () => {
  it("change nothing: neither the outcome, nor the history, nor what runs", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 5 }), async (words) => {
        const once = await run(words, false)
        expect(once.status).toBe("SUCCEEDED")
        expect(once.thens).toBe(1)
        expect(await run(words, true)).toEqual(once)
      }),
      { numRuns: 60, seed },
    )
  })
})
