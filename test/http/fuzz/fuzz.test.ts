import { expect, it } from "vitest"

import { fuzzServer } from "./fuzz-server.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Math.floor(Math.random() * 2 ** 30))

it(`whatever is sent to a server, it answers below 500 and stays well (seed ${seed})`, async () => {
  const { sent, failures } = await fuzzServer({ seed, seconds: 5 })
  expect(failures).toEqual([])
  expect(sent).toBeGreaterThan(0)
})
