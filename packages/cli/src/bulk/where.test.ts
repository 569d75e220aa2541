import { expect, it } from "vitest"

import { readTime, readWhere } from "./where.ts"

it("reads conditions, with whatever stands after the first =", () => {
  expect(readWhere(["error=a=b", "status=FAILED"], ["error", "status"])).toEqual({ error: "a=b", status: "FAILED" })
})

it.each([[["state=x"]], [["error"]], [["error="]], [["error=a", "error=b"]]])("refuses %s", (where) => {
  expect(() => readWhere(where, ["error"])).toThrow(expect.objectContaining({ code: "USAGE" }))
})

it("reads times", () => {
  expect(readTime("after", "2026-11-30T12:00:00Z")).toBe(Date.UTC(2026, 10, 30, 12))
  expect(readTime("after", "2026-11-30")).toBe(Date.UTC(2026, 10, 30))
  for (const text of ["yesterday", "1", "2026-13-01"]) expect(() => readTime("after", text)).toThrow("no time")
})
