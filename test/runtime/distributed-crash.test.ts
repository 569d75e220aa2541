import { AdapterError, type Backend, type Client, createClient, createWorker, silentLogger } from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

import { ask, invoke } from "./asl.ts"
import { distributed } from "./distributed-machine.ts"
import { stores } from "./lab.ts"
import { type Crash, mortal } from "./mortal.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)

/** Item 2 fails until the world is healed: then the Map is redriven. Item 4 fails for ever, and is tolerated. */
const machine = distributed(
  { MaxConcurrency: 2, ToleratedFailureCount: 1 },
  {
    StartAt: "A",
    States: {
      A: { ...invoke("first"), Next: "W" },
      W: { Type: "Wait", Seconds: 30, Next: "B" },
      B: { ...invoke("second"), End: true },
    },
  },
)
const items = [4, 0, 1, 2, 3, 5]

interface Life {
  readonly status: string
  readonly output: unknown
  /** How often each key's code was called. */
  readonly calls: ReadonlyMap<string, number>
  readonly children: number
  readonly counts: unknown
  readonly history: readonly string[]
  readonly changes: number
}

/** Runs the machine with workers that die one after the other; the last one lives. */
async function live(real: Backend, crashes: readonly Crash[]): Promise<Life> {
  const calls = new Map<string, number>()
  let healed = false
  let now = Date.UTC(2025, 0, 1)
  const heal = (): void => {
    healed = true
  }
  for (const crash of [...crashes, undefined]) {
    const clock = simulatedClock({ start: now })
    const process = mortal(real, crash)
    const client = createClient({ backend: process.backend, workflows: [machine], clock })
    const first = (input: unknown, { key }: { readonly key: string }): unknown => {
      calls.set(key, (calls.get(key) ?? 0) + 1)
      return input
    }
    const second = (input: unknown, context: { readonly key: string }): unknown => {
      if (input === 4 || (input === 2 && !healed)) throw Object.assign(new Error("no"), { name: "Bad" })
      return first(input, context)
    }
    const worker = createWorker({
      backend: process.backend,
      workflows: [machine],
      clock,
      logger: silentLogger,
      resources: { first, second },
    })
    await worker.start()
    const outcome = await Promise.race([drive(client, heal), process.died])
    now = clock.now()
    if (outcome !== "died") {
      const [mapRun] = await client.listMapRuns(outcome.id)
      const { executions } = await client.list({ mapRun: mapRun?.mapRun ?? "" })
      const { events } = await client.history(outcome.id)
      await worker.close()
      await real.close()
      return {
        status: outcome.status,
        output: outcome.output,
        calls,
        children: executions.length,
        counts: mapRun?.executionCounts,
        history: events.map(({ type }) => type),
        changes: process.calls(),
      }
    }
    await process.bury()
    await worker.close()
  }
  throw new Error("the last life has no crash")
}

/** Starts the execution, or finds it, and redrives it where it has failed. */
async function drive(client: Client, heal: () => void) {
  const { id } = await persist(() => client.start(machine, items as never, { name: "one" })) // a machine takes any input
  for (;;) {
    const ended = await client.result(id)
    if (ended.status !== "FAILED") return ended
    heal()
    await persist(() => client.redrive(id))
  }
}

/** A client whose call was rejected asks again; that it cannot be redriven any more says that it was heard. */
async function persist<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (AdapterError.is(error) && error.retryable) return await persist(call)
    if (error instanceof Error && error.message.includes(" is RUNNING")) return undefined as T // of a redrive: it answers nothing
    throw error
  }
}

const once = [
  "ExecutionStarted",
  "MapStateEntered",
  "MapStateStarted",
  "MapRunStarted",
  "MapRunFailed",
  "MapStateFailed",
  "ExecutionFailed",
  "ExecutionRedriven",
  "MapRunRedriven",
  "MapRunSucceeded",
  "MapStateSucceeded",
  "MapStateExited",
  "ExecutionSucceeded",
]

function expectWhole({ status, output, children, counts }: Life, where: string): void {
  expect({ status, output, children }, where).toEqual({ status: "SUCCEEDED", output: [0, 1, 2, 3, 5], children: 6 })
  expect(counts, where).toMatchObject({ total: 6, succeeded: 5, failed: 1, running: 0, pending: 0, pendingRedrive: 0 })
}

/** Lets one thing go wrong at each call in turn: nothing is lost, and nothing is done twice that was not in flight. */
async function expectNoTrace(make: () => Backend, how: Crash["how"]): Promise<void> {
  const undisturbed = await live(make(), [])
  expectWhole(undisturbed, "undisturbed")
  expect(undisturbed.history).toEqual(once)
  expect(undisturbed.changes).toBeGreaterThan(15)
  for (let call = 0; call < undisturbed.changes; call++) {
    for (const carriedOut of how === "loses" ? [false] : [false, true]) {
      const where = `${how} at call ${call}, ${carriedOut ? "after" : "before"} it was carried out`
      const life = await live(make(), [{ call, carriedOut, how }])
      expectWhole(life, where)
      expect(life.history, where).toEqual(once)
      for (const [key, times] of life.calls) {
        // Item 3 may be under way when the Map fails, and is then stopped: its step runs again with the redrive.
        const most = (undisturbed.calls.get(key) ?? 0) + (key.includes("[4]") ? 2 : 1)
        expect(times, `${key}, ${where}`).toBeLessThanOrEqual(most)
      }
      expect([...life.calls.keys()].toSorted(), where).toEqual([...undisturbed.calls.keys()].toSorted())
    }
  }
}

const failing = distributed(
  {},
  {
    StartAt: "Bad",
    States: {
      Bad: {
        Type: "Choice",
        Choices: [{ Condition: "{% $states.input = 3 %}", Next: "A" }],
        Default: "Ask",
      },
      A: { ...invoke("first"), End: true },
      Ask: { ...ask(), End: true },
    },
  },
)

/** Runs a Map that fails while its other children wait, with a worker that dies once. Answers how its children ended. */
async function failAndStop(
  real: Backend,
  crash: Crash | undefined,
): Promise<{ ends: readonly string[]; changes: number }> {
  let now = Date.UTC(2025, 0, 1)
  for (const each of crash === undefined ? [undefined] : [crash, undefined]) {
    const clock = simulatedClock({ start: now })
    const process = mortal(real, each)
    const client = createClient({ backend: process.backend, workflows: [failing], clock })
    const bad = (): never => {
      throw Object.assign(new Error("no"), { name: "Bad" })
    }
    const worker = createWorker({
      backend: process.backend,
      workflows: [failing],
      clock,
      logger: silentLogger,
      resources: { first: bad, "sqs:sendMessage": () => null },
    })
    await worker.start()
    const run = async (): Promise<readonly string[]> => {
      const { id } = await persist(() => client.start(failing, [0, 1, 2, 3], { name: "one" }))
      await client.result(id)
      const [mapRun] = await client.listMapRuns(id)
      const { executions } = await client.list({ mapRun: mapRun?.mapRun ?? "" })
      const ends = await Promise.all(executions.map((child) => client.result(child.id)))
      return ends.map(({ status }) => status).toSorted()
    }
    const ends = await Promise.race([run(), process.died])
    now = clock.now()
    if (ends !== "died") {
      await worker.close()
      await real.close()
      return { ends, changes: process.calls() }
    }
    await process.bury()
    await worker.close()
  }
  throw new Error("the last life has no crash")
}

describe.each(stores)(`a distributed Map over %s whose worker dies (seed ${seed})`, (_, make) => {
  it("at any point loses no child and starts none twice", async () => {
    await expectNoTrace(make, "dies")
  })

  it("at any point leaves no child running of a Map that failed", async () => {
    const undisturbed = await failAndStop(make(), undefined)
    expect(undisturbed.ends).toEqual(["ABORTED", "ABORTED", "ABORTED", "FAILED"])
    for (let call = 0; call < undisturbed.changes; call++) {
      for (const carriedOut of [false, true]) {
        const { ends } = await failAndStop(make(), { call, carriedOut, how: "dies" })
        expect(
          ends.filter((status) => status === "FAILED"),
          `at call ${call}`,
        ).toHaveLength(1)
        expect(
          ends.filter((status) => status !== "FAILED" && status !== "ABORTED"),
          `at call ${call}`,
        ).toEqual([])
      }
    }
  })

  it("again and again ends in the same result", async () => {
    const crash = fc.record({ call: fc.nat({ max: 12 }), carriedOut: fc.boolean(), how: fc.constant("dies" as const) })
    await fc.assert(
      fc.asyncProperty(fc.array(crash, { minLength: 2, maxLength: 6 }), async (crashes) => {
        expectWhole(await live(make(), crashes), JSON.stringify(crashes))
      }),
      { numRuns: 20, seed },
    )
  })
})

describe.each(stores)("a distributed Map over %s whose worker lives on", (_, make) => {
  it("does as with one that died when the store fails at any call, whether it was carried out or not", async () => {
    await expectNoTrace(make, "fails")
  })

  it("does as with one that died when the session is lost at any call", async () => {
    await expectNoTrace(make, "loses")
  })
})
