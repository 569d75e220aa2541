import { expect, test } from "vitest"

import { parseInstant, parseOffsetDateTime } from "./instant.ts"

test.each([
  ["1970-01-01T00:00:01Z", 1000],
  ["1970-01-01T00:00:00.5Z", 500],
  ["1970-01-01T00:00:00.123987Z", 123],
  ["1970-01-01T02:00:00+01:30", 1_800_000],
  ["1969-12-31T23:00:00-01:00", 0],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ["0001-01-01T00:00:00Z", -62_135_596_800_000],
])("%s is an instant", (text, ms) => {
  expect((parseInstant(text) ?? 0n) / 1_000_000n).toBe(BigInt(ms))
  expect(parseOffsetDateTime(text)).toBe(ms)
})

test("an instant has nanoseconds", () => {
  expect(parseInstant("1970-01-01T00:00:01.1234567891Z")).toBe(1_123_456_789n)
})

// Java's DateTimeFormatter.ISO_OFFSET_DATE_TIME, whose description AWS's causes quote.
test.each([
  ["1970-01-01T00:01Z", 60_000],
  ["1970-01-01T00:01+01:00", -3_540_000],
  ["1970-01-01t00:00:01z", 1000],
  ["1970-01-01T00:00:01.Z", 1000],
])("%s is one for a Wait only", (text, ms) => {
  expect(parseInstant(text)).toBeUndefined()
  expect(parseOffsetDateTime(text)).toBe(ms)
})

test.each([
  "2023-02-29T00:00:00Z",
  "2024-13-01T00:00:00Z",
  "2024-01-01T24:00:00Z",
  "2024-01-01T00:60:00Z",
  "2024-01-01T00:00:60Z",
  "2024-01-01T00:00:00+24:00",
  "2024-01-01T00:00:00+00:60",
  "2024-01-01T00:00:00",
  "2024-01-01 00:00:00Z",
  "2024-01-01",
  "1970-01-01T00:00:00+0100",
  "1970-01-01T00:00:00+01",
  "now",
])("%s is none", (text) => {
  expect(parseInstant(text)).toBeUndefined()
  expect(parseOffsetDateTime(text)).toBeUndefined()
})
