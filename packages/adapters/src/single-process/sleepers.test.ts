import { expect, it } from "vitest"

import { Sleepers } from "./sleepers.ts"

it("wakes what is due, of the plans that are asked for, and nothing that was taken out", () => {
  const sleepers = new Sleepers<string>()
  sleepers.add("late", "one", 30)
  sleepers.add("early", "one", 10)
  sleepers.add("removed", "one", 5)
  sleepers.add("other", "two", 1)
  sleepers.remove("removed")
  sleepers.remove("removed")
  expect(sleepers.nextDue(["one"])).toBe(10)
  expect(sleepers.nextDue(["one", "two"])).toBe(1)
  expect(sleepers.nextDue(["three"])).toBeUndefined()
  const awake: string[] = []
  sleepers.wakeDue(["one"], 20, (item, plan) => awake.push(`${item} of ${plan}`))
  sleepers.remove("early") // awake already
  sleepers.wakeDue(["one"], 30, (item, plan) => awake.push(`${item} of ${plan}`))
  expect(awake).toEqual(["early of one", "late of one"])
  expect(sleepers.nextDue(["one"])).toBeUndefined()
})
