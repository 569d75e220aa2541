import { memory } from "@stepwright/adapters/memory"
import { silentLogger } from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import { storeProbe } from "./store-probe.ts"

describe("a probe of a store", () => {
  it("tells a store that answers from one that was closed", async () => {
    const backend = memory()
    const probe = storeProbe(backend, 5000, silentLogger)
    expect(await probe()).toEqual({ answers: true })
    await backend.close()
    expect(await probe()).toEqual({ answers: false, problem: "STORE_FAILED" })
  })

  it("asks one that is silent once, however many want to know", async () => {
    const backend = memory()
    let [asked, answer] = [0, (): void => undefined]
    const executions = {
      ...backend.executions,
      get: () => {
        asked++
        return new Promise<undefined>((resolve) => {
          answer = () => resolve(undefined)
        })
      },
    }
    const probe = storeProbe({ executions }, 1, silentLogger)
    const silent = { answers: false, problem: "STORE_SILENT" }
    expect(await Promise.all([probe(), probe()])).toEqual([silent, silent])
    expect([await probe(), asked]).toEqual([silent, 1])
    const waiting = storeProbe({ executions }, 60_000, silentLogger)()
    answer()
    expect([await waiting, asked]).toEqual([{ answers: true }, 2])
    await backend.close()
  })
})
