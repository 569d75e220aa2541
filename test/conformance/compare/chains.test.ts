import { describe, expect, test } from "vitest"

import { differenceOfChains } from "./chains.ts"
import type { ComparedEvent } from "./events.ts"

/** Compares without wildcards. */
const by = {
  difference: (expected: unknown, actual: unknown, at: string) =>
    JSON.stringify(expected) === JSON.stringify(actual) ? undefined : at,
}

/** A history in short: `previous Type detail`, the ids from 1. */
function history(...lines: readonly string[]): readonly ComparedEvent[] {
  return lines.map((line, index) => {
    const [previous, type = "", name = ""] = line.split(" ")
    return { id: index + 1, previous: Number(previous), type, details: { name } }
  })
}

const start = ["0 ExecutionStarted", "0 ParallelStateEntered P", "2 ParallelStateStarted"]
const recorded = history(
  ...start,
  "3 PassStateEntered A",
  "4 PassStateExited A",
  "3 PassStateEntered B",
  "6 PassStateExited B",
  "7 ParallelStateSucceeded",
  "7 ParallelStateExited P",
  "9 ExecutionSucceeded",
)

describe("the same lines of control agree", () => {
  test("in the order of the recording", () => {
    expect(differenceOfChains(recorded, recorded, by)).toBeUndefined()
  })

  test("interleaved in another way, and joined by another line", () => {
    const ours = history(
      ...start,
      "3 PassStateEntered B",
      "3 PassStateEntered A",
      "4 PassStateExited B",
      "5 PassStateExited A",
      "7 ParallelStateSucceeded",
      "7 ParallelStateExited P",
      "9 ExecutionSucceeded",
    )
    expect(differenceOfChains(recorded, ours, by)).toBeUndefined()
  })

  test("where an iteration starts when another has ended", () => {
    const map = (one: string, other: string, last: string) =>
      history(
        "0 MapStateEntered M",
        "1 MapStateStarted",
        `2 MapIterationStarted ${one}`,
        `3 PassStateEntered ${one}`,
        `2 MapIterationStarted ${other}`,
        `5 PassStateEntered ${other}`,
        `${last} MapIterationStarted c`,
        "7 PassStateEntered c",
        "8 MapStateSucceeded",
      )
    expect(differenceOfChains(map("a", "b", "4"), map("b", "a", "6"), by)).toBeUndefined()
  })

  test("where a Parallel stands inside a branch of another", () => {
    const nested = (first: string, second: string) =>
      history(
        ...start,
        `3 ParallelStateEntered ${first}`,
        `3 ParallelStateEntered ${second}`,
        "4 ParallelStateStarted",
        "6 PassStateEntered X",
        "7 ParallelStateSucceeded",
        `7 ParallelStateExited ${first}`,
        "5 ParallelStateStarted",
        "10 PassStateEntered X",
        "11 ParallelStateSucceeded",
        `11 ParallelStateExited ${second}`,
        "13 ParallelStateSucceeded",
        "13 ParallelStateExited P",
      )
    expect(differenceOfChains(nested("Q", "R"), nested("R", "Q"), by)).toBeUndefined()
  })
})

describe("lines of control differ", () => {
  const changed = (id: number, change: Partial<ComparedEvent>): readonly ComparedEvent[] =>
    recorded.map((event) => (event.id === id ? { ...event, ...change } : event))

  test("by a detail", () => {
    expect(differenceOfChains(recorded, changed(5, { details: { name: "Z" } }), by)).toBe(
      "event 2 ParallelStateEntered: no such line of events",
    )
  })

  test("by a type", () => {
    expect(differenceOfChains(recorded, changed(7, { type: "PassStateAborted" }), by)).toBeDefined()
  })

  test("by what hangs on another line", () => {
    expect(differenceOfChains(recorded, changed(7, { previous: 5 }), by)).toBeDefined()
  })

  test("by their number", () => {
    expect(differenceOfChains(recorded, recorded.slice(0, -1), by)).toBe("9 events, recorded 10")
  })

  test("by one that stands twice for two", () => {
    const twice = changed(6, { details: { name: "A" } }).map((event) =>
      event.id === 7 ? { ...event, details: { name: "A" } } : event,
    )
    expect(differenceOfChains(recorded, twice, by)).toBeDefined()
    expect(differenceOfChains(twice, recorded, by)).toBeDefined()
  })
})
