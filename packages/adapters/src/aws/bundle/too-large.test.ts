import { expect, it } from "vitest"

import { tooLarge } from "./too-large.ts"

const bundle = {
  task: "render",
  folder: "/out/functions/render",
  handler: "index.handler",
  bytes: 1,
  gzipBytes: 1,
  modules: [{ path: "fonts.js", bytes: 7 }],
} as const

it("takes what Lambda takes, and not a byte more", () => {
  expect(tooLarge({ ...bundle, unzippedBytes: 262_144_000 })).toEqual([])
  expect(tooLarge({ ...bundle, unzippedBytes: 262_144_001 })).toMatchObject([
    { code: "BUNDLE_TOO_LARGE", task: "render", message: expect.stringContaining("fonts.js (7 bytes)") as string },
  ])
})
