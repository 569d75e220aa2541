import { expect, it } from "vitest"
import { z } from "zod"
import * as m from "zod/mini"

import { schemaParser } from "./schema-parser.ts"

it("what takes everything as it is needs no parser, unless it is checked", () => {
  expect([z.unknown(), z.any(), m.unknown(), m.any()].map(schemaParser)).toEqual(Array(4).fill(undefined))
  const refined = schemaParser(z.unknown().refine((value) => value === 1))
  expect([refined?.(1), refined?.(2)]).toMatchObject([{ success: true, data: 1 }, { success: false }])
})

it("schemas of zod/mini are parsed as zod's own", async () => {
  const now = schemaParser(m.object({ a: m.string().check(m.minLength(2)) }))
  expect([now?.({ a: "ab", b: 1 }), now?.({ a: "a" })]).toMatchObject([
    { success: true, data: { a: "ab" } },
    { success: false, error: { issues: [{ path: ["a"] }] } },
  ])
  const later = schemaParser(m.string().check(m.refine(async (text) => text === "yes")))
  expect([await later?.("yes"), await later?.("no")]).toMatchObject([{ success: true }, { success: false }])
})
