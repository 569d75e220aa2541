import { array, assert, asyncProperty, constantFrom, nat, record, type Scheduler, scheduler } from "fast-check"
import { describe, expect, it } from "vitest"

import { type EffectStore, keyedEffects, type KeyedEffects, memoryEffects } from "../index.ts"

describe("keyedEffects", () => {
  it("does an effect once", async () => {
    const effects = keyedEffects(memoryEffects())
    expect(await effects.begin("k")).toEqual({ outcome: "do" })
    expect(await effects.complete("k", 7)).toBe(true)
    expect(await effects.begin("k")).toEqual({ outcome: "done", result: 7 })
    expect(await effects.complete("k", 8)).toBe(true)
    expect(await effects.begin("k")).toEqual({ outcome: "done", result: 7 })
  })

  it("refuses an effect that arrives after its undo", async () => {
    const effects = keyedEffects(memoryEffects())
    expect(await effects.void("k")).toEqual({ was: "nothing" })
    expect(await effects.begin("k")).toEqual({ outcome: "void" })
  })

  it("tells an effect that was undone while it happened", async () => {
    const effects = keyedEffects(memoryEffects())
    await effects.begin("k")
    expect(await effects.void("k")).toEqual({ was: "begun" })
    expect(await effects.complete("k", 7)).toBe(false)
  })

  it("tells an undo that is repeated what there was to undo", async () => {
    const effects = keyedEffects(memoryEffects())
    await effects.begin("k")
    await effects.complete("k", 7)
    expect(await effects.void("k")).toEqual({ was: "done", result: 7 })
    expect(await effects.void("k")).toEqual({ was: "done", result: 7 })
  })

  it("leaves no effect standing after an undo, however attempts, crashes and late effects interleave", async () => {
    const attempt = record({ crash: constantFrom("no", "before", "after") })
    const undo = record({ crashes: nat(1) })
    const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)
    await assert(
      asyncProperty(
        array(attempt, { minLength: 1, maxLength: 3 }),
        array(undo, { minLength: 1, maxLength: 2 }),
        scheduler(),
        async (attempts, undos, scheduler) => {
          const world = new Set<string>()
          const memory = memoryEffects()
          const effects = keyedEffects(slow(memory, scheduler))
          const all = Promise.all([
            ...attempts.map(async ({ crash }) => await act(effects, world, crash, memory, scheduler)),
            ...undos.map(async ({ crashes }) => await takeBack(effects, world, crashes, scheduler)),
          ])
          await scheduler.waitFor(all)
          expect([...world]).toEqual([])
          expect(memory.entries.get("k")?.state).toBe("void")
        },
      ),
      { seed, numRuns: 500 },
    )
  })
})

/** A store whose every operation takes its time. */
function slow(store: EffectStore, scheduler: Scheduler): EffectStore {
  return {
    async get(key) {
      await scheduler.schedule(Promise.resolve(), "get")
      return await store.get(key)
    },
    async put(key, expected, next) {
      await scheduler.schedule(Promise.resolve(), "put")
      return await store.put(key, expected, next)
    },
  }
}

/** A handler that may crash around its effect; one that crashes after a late effect has nobody to clean up. */
async function act(
  effects: KeyedEffects,
  world: Set<string>,
  crash: string,
  known: ReturnType<typeof memoryEffects>,
  scheduler: Scheduler,
): Promise<void> {
  const { outcome } = await effects.begin("k")
  if (outcome !== "do" || crash === "before") return
  await scheduler.schedule(Promise.resolve(), "effect")
  world.add("k")
  if (crash === "after" && known.entries.get("k")?.state === "begun") return
  if (!(await effects.complete("k", 7))) world.delete("k")
}

/** A compensation that may crash between its tombstone and its undo, and is then repeated. */
async function takeBack(
  effects: KeyedEffects,
  world: Set<string>,
  crashes: number,
  scheduler: Scheduler,
): Promise<void> {
  for (let attempt = 0; attempt <= crashes; attempt++) {
    const { was } = await effects.void("k")
    if (attempt < crashes || was === "nothing") continue
    await scheduler.schedule(Promise.resolve(), "undo")
    world.delete("k")
  }
}
