import { AdapterError } from "@stepwright/engine"
import { expect, it } from "vitest"

import { beforeCursor, cursorAfter } from "./cursor.ts"

it("goes on below the row that a cursor was made after", () => {
  expect(beforeCursor(cursorAfter(7, {}), {})).toBe(7)
  const filters = { machine: "orders.v2", status: "FAILED" }
  expect(beforeCursor(cursorAfter(8, filters), filters)).toBe(8)
  expect(beforeCursor(undefined, filters)).toBe(Number.MAX_SAFE_INTEGER)
})

it.each([
  ["nothing", ""],
  ["another text", "page two"],
  ["a number alone", "7"],
  ["the cursor of other filters", cursorAfter(7, { machine: "orders", status: "RUNNING" })],
  ["a cursor with something behind it", `${cursorAfter(7, { machine: "orders" })} `],
])("says CURSOR_INVALID to %s", (_, cursor) => {
  try {
    beforeCursor(cursor, { machine: "orders" })
  } catch (error) {
    expect(AdapterError.is(error) && error.code).toBe("CURSOR_INVALID")
    return
  }
  expect.fail("it was accepted")
})
