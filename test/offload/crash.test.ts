import { encrypted } from "@stepwright/adapters/encryption"
import { memory } from "@stepwright/adapters/memory"
import { offloaded } from "@stepwright/adapters/offload"
import { type Backend, createClient, createWorker, silentLogger } from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"

import { folderOfBuckets } from "../object-stores/buckets.ts"
import { ask, invoke, sequence } from "../runtime/asl.ts"
import { type Crash, mortal } from "../runtime/mortal.ts"

const keys = { first: new Uint8Array(32).fill(1) }
const large = "x".repeat(40_000)
const machine = sequence("machine", {
  First: invoke("grow"),
  Wait: { Type: "Wait", Seconds: 90 },
  Ask: ask({ Output: "{% $states.input %}" }),
  Last: invoke("grow"),
})

type Place = ReturnType<typeof folderOfBuckets>

/**
 * One life of a process over an encrypted store with offloaded payloads. Answers how often it changed the store.
 * @param asked - Tokens that somebody outside was given, who answers in every life.
 */
async function live(store: Backend, { store: objects, bucket }: Place, asked: Set<string>, crash?: Crash) {
  const life = mortal(store, crash)
  const clock = simulatedClock()
  const payloads = offloaded(life.backend, { store: objects, bucket, logger: silentLogger })
  const backend = encrypted(payloads, { keys, writeWith: "first" })
  const client = createClient({ backend, clock, workflows: [machine] })
  const answer = (token: string): void => {
    clock.timer(clock.now() + 1000, () => void client.succeed(token, large).catch(() => undefined))
  }
  for (const token of asked) answer(token)
  const worker = createWorker({
    backend,
    clock,
    workflows: [machine],
    logger: silentLogger,
    resources: {
      grow: (input) => `${input as string}x`,
      "sqs:sendMessage": (input) => {
        const { MessageBody: token } = input as { readonly MessageBody: string }
        asked.add(token)
        answer(token)
        return {}
      },
    },
  })
  const lived = worker.start().then(() => client.execute(machine, large, { name: "one" }))
  const end = await Promise.race([lived, life.died])
  if (end === "died") lived.catch(() => undefined)
  else await worker.close()
  await life.bury()
  return { end, calls: life.calls() }
}

describe("a process that dies with encrypted and offloaded payloads", () => {
  it.each([true, false])(
    "at any call loses nothing, and leaves no object for ever: carried out %s",
    async (carriedOut) => {
      const place = folderOfBuckets()
      const list = async (): Promise<number> => {
        let count = 0
        for await (const { Size } of place.store.list({ bucket: place.bucket })) count += Size > 0 ? 1 : 0
        return count
      }
      const { calls } = await live(memory(), place, new Set())
      expect(calls).toBeGreaterThan(5)
      for (let call = 0; call < calls; call++) {
        const store = memory()
        const asked = new Set<string>()
        expect((await live(store, place, asked, { call, carriedOut, how: "dies" })).end).toBe("died")
        const { end } = await live(store, place, asked)
        expect(end, `after call ${call}`).toMatchObject({ status: "SUCCEEDED", input: large, output: `${large}xx` })
        await store.executions.prune({ closedBefore: Infinity, limit: 10 })
        await store.close()
      }
      expect(await list()).toBeGreaterThan(0)
      const clock = { now: () => Date.now() + 100_000_000 }
      const empty = memory()
      await offloaded(empty, { ...place, clock }).sweep()
      expect(await list()).toBe(0)
      await place.close()
    },
  )
})
