import { expect, it } from "vitest"

import { DefinitionError } from "../index.ts"
import { type Duration, toSeconds } from "./duration.ts"

it.each<[Duration, number]>([
  ["1s", 1],
  ["90s", 90],
  ["15m", 900],
  ["1.5m", 90],
  ["2h", 7200],
  ["1d", 86_400],
])("%s is %i seconds", (duration, seconds) => {
  expect(toSeconds(duration, "it")).toBe(seconds)
})

it.each(["0s", "-1s", "0.5s", "1.001m", "5", "5ms", "1e3s", " 5s", "Infinityd", "NaNs"])(
  "%s is no duration",
  (text) => {
    expect(() => toSeconds(text as Duration, "it")).toThrow(DefinitionError)
  },
)
