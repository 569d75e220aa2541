import { expect, it } from "vitest"

import type { Backend, UnservedPlan } from "../ports/index.ts"
import type { Logger } from "../runtime/logger.ts"
import { UnservedWatch } from "./unserved-watch.ts"

it("says so at the second look, then seldom, and that it is over", async () => {
  let unserved: readonly UnservedPlan[] = []
  const said: unknown[] = []
  const note = (message: string, facts?: object): void => void said.push({ message, ...facts })
  const logger: Logger = { debug: note, info: note, warn: note, error: note }
  const backend = {
    sessions: { unserved: async () => unserved },
    plans: { get: async () => ({ id: "p", machine: "order", text: "" }) },
  } as unknown as Backend // all that it asks for
  const watch = new UnservedWatch(backend, logger)
  const told = async (now: number): Promise<unknown[]> => {
    await watch.look(now)
    return said.splice(0)
  }
  const alarm = {
    message: "executions wait that no worker can run",
    code: "WORK_UNSERVED",
    workflow: "order",
    plan: "p",
  }

  expect(await told(0)).toEqual([])
  unserved = [{ plan: "p", ready: 3 }]
  expect(await told(15_000)).toEqual([])
  expect(watch.count).toBe(3)
  expect(await told(30_000)).toEqual([{ ...alarm, executions: 3 }])
  expect(await told(45_000)).toEqual([])
  unserved = [{ plan: "p", ready: 5 }]
  expect(await told(330_000)).toEqual([{ ...alarm, executions: 5 }])
  unserved = []
  expect(await told(345_000)).toEqual([{ message: "work that nobody could run is served again", plan: "p" }])
  expect(watch.count).toBe(0)
})
