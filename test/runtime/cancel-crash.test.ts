import { handle, task, TaskError, workflow } from "@stepwright/dsl"
import { AdapterError, type Backend, type Client, createClient, createWorker, silentLogger } from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { stores } from "./lab.ts"
import { type Crash, mortal } from "./mortal.ts"

const N = z.object({ n: z.int() })
const act = task("act", { input: N, output: z.object({ got: z.string() }) })
const undo = task("undo", { input: z.object({ of: z.string() }), retry: { attempts: 2, interval: "1s" } })
const compensate = ({ key }: { readonly key: Parameters<typeof undo>[0]["of"] }) => undo({ of: key })

const child = workflow("child", { input: N }, (w, { n }) => {
  w.run(act({ n }), { name: "of-child", compensate })
  w.sleep("1d")
  w.run(act({ n: 99 }), { name: "never" })
})
const saga = workflow("saga", { input: N }, (w, { n }) => {
  w.run(act({ n }), { name: "before", compensate })
  w.run(act({ n: 13 }), { name: "stuck", compensate })
  w.all(
    {
      quick: (w) => w.run(act({ n: 1 }), { name: "quick", compensate }),
      slow: (w) => {
        w.run(act({ n: 60 }), { name: "slow", compensate })
        w.run(act({ n: 99 }), { name: "never", compensate })
      },
      child: (w) => w.run(w.call(child)({ n: 2 }), { name: "call" }),
      many: (w) => {
        w.each([1, 2], (_, w) => w.sleep("1d"), { name: "list", distributed: true })
      },
    },
    { name: "wide" },
  )
  w.run(act({ n: 99 }), { name: "never" })
})

interface Life {
  readonly ended: unknown
  readonly letters: readonly unknown[]
  readonly done: readonly string[]
  readonly undone: readonly string[]
  readonly changes: number
}

const short = (key: string): string => key.slice(key.lastIndexOf(":") + 1).replace(/^[^/]*\//, "")
const distinct = (keys: readonly string[]): readonly string[] => [...new Set(keys)].toSorted()

/** Runs the saga with workers that die one after the other, and has it cancelled while a step is in flight. */
async function live(real: Backend, crashes: readonly Crash[]): Promise<Life> {
  const [done, undone]: [string[], string[]] = [[], []]
  let now = Date.UTC(2025, 0, 1)
  for (const crash of [...crashes, undefined]) {
    const clock = simulatedClock({ start: now })
    const process = mortal(real, crash)
    const { backend } = process
    const client = createClient({ backend, workflows: [saga], clock })
    const worker = createWorker({
      backend,
      workflows: [saga],
      clock,
      logger: silentLogger,
      handlers: handlers(() => cancelled(real, client), done, undone),
    })
    await worker.start()
    const outcome = await Promise.race([startOne(client).then((id) => client.result(id)), process.died])
    now = clock.now()
    if (outcome !== "died") {
      const { letters } = await client.deadLetters.list()
      const { executions } = await client.list()
      const mapRuns = await client.listMapRuns(idOf)
      const children = await Promise.all(mapRuns.map(({ mapRun }) => client.list({ mapRun })))
      await worker.close()
      await real.close()
      const { status, error, cause = "" } = outcome
      const { compensated, uncompensated } = JSON.parse(cause) as Record<string, readonly string[]>
      return {
        ended: {
          status,
          error,
          compensated: compensated?.toSorted(),
          uncompensated,
          all: executions.map((each) => each.status),
          // Of those that had been started: what has not begun by then begins no more.
          left: children.flatMap((page) => page.executions.filter((each) => each.status !== "ABORTED")),
        },
        letters: letters.map(({ step, input, error: why }) => ({ step, input, why })),
        done,
        undone,
        changes: process.calls(),
      }
    }
    await process.bury()
    await worker.close()
  }
  throw new Error("the last life has no crash")
}

function handlers(cancel: () => Promise<void>, done: string[], undone: string[]) {
  return [
    handle(act, async ({ n }, { key }) => {
      done.push(short(key))
      if (n === 60) await cancel()
      return { got: String(n) }
    }),
    handle(undo, ({ of }) => {
      undone.push(short(of))
      if (of.endsWith("stuck")) throw new TaskError("Out.Of.Reach")
      return null
    }),
  ]
}

/** Cancels as often as it takes, and waits until the worker has heard of it, or has died. */
async function cancelled(real: Backend, client: Client): Promise<void> {
  await client.cancel(idOf).catch(() => client.cancel(idOf))
  for (let turns = 0; turns < 200; turns++) {
    const journal = await real.executions.journal({ id: idOf })
    if (journal?.some((fact) => fact.includes("CancelRequested")) === true) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const idOf = "arn:aws:states:local:000000000000:execution:saga:one"

async function startOne(client: Client): Promise<string> {
  try {
    return (await client.start(saga, { n: 0 }, { name: "one" })).id
  } catch (error) {
    if (!AdapterError.is(error) || !error.retryable) throw error
    return await startOne(client)
  }
}

describe.each(stores)("a saga that is cancelled over %s", (_, make) => {
  it.each(["dies", "fails", "loses"] as const)(
    "loses nothing whatever call its worker's store %s at, and undoes all of it",
    async (how) => {
      const undisturbed = await live(make(), [])
      expect(undisturbed.ended).toEqual({
        status: "ABORTED",
        error: "Saga.PartiallyCompensated",
        compensated: ["before", "wide/quick/quick", "wide/slow/slow"],
        uncompensated: [{ step: "stuck", error: "Out.Of.Reach" }],
        all: ["ABORTED", "ABORTED"],
        left: [],
      })
      expect(undisturbed.letters).toEqual([{ step: "stuck", input: { n: 13 }, why: "Out.Of.Reach" }])
      const effects = ["before", "stuck", "wide/child/call/of-child", "wide/quick/quick", "wide/slow/slow"]
      expect(distinct(undisturbed.done)).toEqual(effects)
      expect(undisturbed.changes).toBeGreaterThan(15)
      for (let call = 0; call < undisturbed.changes; call++) {
        for (const carriedOut of how === "loses" ? [false] : [false, true]) {
          const where = `${how} at call ${call}, ${carriedOut ? "after" : "before"} it was carried out`
          const { ended, letters, done, undone } = await live(make(), [{ call, carriedOut, how }])
          expect({ ended, letters }, where).toEqual({ ended: undisturbed.ended, letters: undisturbed.letters })
          expect({ done: distinct(done), undone: distinct(undone) }, where).toEqual({ done: effects, undone: effects })
        }
      }
    },
  )
})
