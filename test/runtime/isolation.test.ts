import { memory } from "@stepwright/adapters/memory"
import { handle, task, workflow } from "@stepwright/dsl"
import { type Backend, silentLogger, startEngine, type TransitionEvent } from "@stepwright/engine"
import { testKit } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { ask, invoke, sequence } from "./asl.ts"
import { openLab, until } from "./lab.ts"
import { withReserved, withTick } from "./wrapped.ts"

const runTest = testKit({ backend: memory })
const asking = sequence("asking", { Ask: ask() })
const slow = sequence("slow", { Work: invoke("work"), Next: invoke("next") })

describe("an execution that cannot be handled", () => {
  /** Executions named `bad` are taken over with a checkpoint that is damaged as told. */
  async function beside(damage: (state: string) => string) {
    let harm = false
    let lost = 0
    const real = memory()
    const damaged = withReserved(real, (reserved) =>
      harm && reserved.name === "bad" && reserved.checkpoint !== undefined
        ? { ...reserved, checkpoint: { ...reserved.checkpoint, state: damage(reserved.checkpoint.state) } }
        : reserved,
    )
    const backend: Backend = {
      ...damaged,
      sessions: { ...damaged.sessions, open: async (params) => (lost++, await damaged.sessions.open(params)) },
    }
    const tokens: string[] = []
    const resources = { "sqs:sendMessage": (_: unknown, { token = "" }) => void tokens.push(token) }
    const first = await startEngine({ backend, workflows: [asking], resources, logger: silentLogger })
    const bad = await first.start(asking, {}, { name: "bad" })
    await until(() => tokens.length === 1)
    // Handed over in good order: by a checkpoint.
    await first.worker.close()
    harm = true
    let aborted = false
    let finish: (value: unknown) => void = () => undefined
    const work = (_: unknown, { signal }: { readonly signal: AbortSignal }): Promise<unknown> => {
      signal.addEventListener("abort", () => (aborted = true))
      return new Promise((resolve) => (finish = resolve))
    }
    const lab = await openLab({
      workflows: [asking, slow],
      backend,
      resources: { ...resources, work, next: (input) => input },
    })
    const good = await lab.client.start(slow, {})
    const parked = await lab.client.result(bad.id)
    await until(() => finish.length > 0)
    finish("well")
    const well = await lab.client.result(good.id)
    return { lab, parked, well, aborted, opened: lost, bad, tokens, heal: () => (harm = false) }
  }

  it("is parked when its orders cannot be made out, and disturbs no other", async () => {
    const { lab, parked, well, aborted, opened, bad, tokens, heal } = await beside((state) =>
      state.replace(/"state":0/g, '"state":99'),
    )
    await using _ = lab
    expect(parked).toMatchObject({ status: "PARKED", error: "Stepwright.Fault" })
    expect(well).toMatchObject({ status: "SUCCEEDED", output: "well" })
    expect({ aborted, opened }).toEqual({ aborted: false, opened: 2 })
    heal()
    await lab.client.redrive(bad.id)
    await lab.client.succeed(tokens[0] ?? "", "after all")
    expect(await lab.client.result(bad.id)).toMatchObject({ status: "SUCCEEDED", output: "after all" })
  })

  it("keeps the answer that it could not take", async () => {
    const tokens: string[] = []
    let harm = false
    // Whatever it stood in is nowhere in its plan: no fact can be applied.
    const backend = withReserved(memory(), (reserved) =>
      harm && reserved.checkpoint !== undefined
        ? {
            ...reserved,
            checkpoint: {
              ...reserved.checkpoint,
              state: reserved.checkpoint.state.replace(/"state":0/g, '"state":99'),
            },
          }
        : reserved,
    )
    const resources = { "sqs:sendMessage": (_: unknown, { token = "" }) => void tokens.push(token) }
    const first = await startEngine({ backend, workflows: [asking], resources, logger: silentLogger })
    const { id } = await first.start(asking, {})
    await until(() => tokens.length === 1)
    await first.worker.close()
    await first.succeed(tokens[0] ?? "", "kept")
    harm = true
    await using lab = await openLab({ workflows: [asking], backend, resources })
    await until(async () => (await lab.client.describe(id)).status === "PARKED")
    await until(async () => ((await backend.executions.journal({ id }))?.length ?? 0) === 3)
    harm = false
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "kept" })
  })

  it("is parked for a message that this release does not know, and says so", async () => {
    const backend = memory()
    await using lab = await openLab({
      workflows: [asking, slow],
      backend,
      resources: { "sqs:sendMessage": () => null, work: (input) => input, next: (input) => input },
    })
    const { id } = await lab.client.start(asking, {})
    await until(async () => ((await backend.executions.journal({ id }))?.length ?? 0) === 2)
    await backend.inbox.send({ execution: id, body: '{"type":"FromTheFuture"}', when: ["RUNNING"] })
    const parked = await lab.client.result(id)
    expect(parked).toMatchObject({ status: "PARKED", error: "Stepwright.Fault" })
    expect(parked.cause).toContain("FromTheFuture")
    const other = await lab.client.start(slow, 1)
    expect(await lab.client.result(other.id)).toMatchObject({ status: "SUCCEEDED" })
  })
})

describe("code that is called", () => {
  it("for each transition may throw: nothing else is disturbed", async () => {
    const seen: string[] = []
    let sessions = 0
    const real = memory()
    const backend = {
      ...real,
      sessions: { ...real.sessions, open: async (params: never) => (sessions++, await real.sessions.open(params)) },
    }
    await using lab = await openLab({
      workflows: [slow],
      backend,
      resources: { work: (input) => input, next: (input) => input },
      onTransition: ({ event }: TransitionEvent) => {
        seen.push(event.type)
        throw new Error("a fault in the program around")
      },
    })
    const { id } = await lab.client.start(slow, 1)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED" })
    expect(sessions).toBe(1)
    expect(seen.at(-1)).toBe("ExecutionSucceeded")
  })

  it("may throw what cannot even be looked at", async () => {
    const loose = task("loose", { input: z.object({}) })
    const flow = workflow("loose-flow", {}, (w) => w.run(loose({})))
    const hostile = [
      Object.defineProperty(new Error("x"), "message", {
        get: () => {
          throw new Error("no")
        },
      }),
      Object.assign(new Error("odd"), { constructor: undefined }),
      new Proxy(
        {},
        {
          get: () => {
            throw new Error("no")
          },
        },
      ),
      Object.create(null),
    ]
    for (const thrown of hostile) {
      const run = await runTest(flow, {
        input: {},
        handlers: [
          handle(loose, () => {
            throw thrown
          }),
        ],
      })
      expect(run.status).toBe("FAILED")
      expect(() => JSON.parse(run.cause ?? "")).not.toThrow()
    }
  })

  it("keeps an error's message beside the text that caused it", async () => {
    const loose = task("loose", { input: z.object({}) })
    const flow = workflow("loose-flow", {}, (w) => w.run(loose({})))
    const run = await runTest(flow, {
      input: {},
      handlers: [
        handle(loose, () => {
          throw new Error("The charge failed.", { cause: "socket" })
        }),
      ],
    })
    expect(JSON.parse(run.cause ?? "{}")).toMatchObject({ errorMessage: "The charge failed." })
  })
})

describe("a session", () => {
  it("that fails again and again is opened again in simulated time too, with pauses", async () => {
    let failing = 4
    let opened = 0
    const real = memory()
    const ticked = withTick(real, async (params, tick) => {
      if (params.commits.length === 0 || failing-- <= 0) return await tick(params)
      return { lost: true }
    })
    const backend: Backend = {
      ...ticked,
      sessions: {
        ...ticked.sessions,
        open: async (params) => {
          opened++
          for (const session of open.splice(0)) await real.sessions.close({ session })
          const result = await real.sessions.open(params)
          open.push(result.session)
          return result
        },
      },
    }
    const open: string[] = []
    await using lab = await openLab({
      workflows: [slow],
      backend,
      resources: { work: (input) => input, next: (input) => input },
    })
    const began = lab.clock.now()
    const { id } = await lab.client.start(slow, 1)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED" })
    expect(opened).toBe(5)
    expect(lab.clock.now()).toBeGreaterThan(began)
  })
})
