import { expect, it } from "vitest"

import { Watchdog } from "./watchdog.ts"

it("leaves a worker alone that gets on", () => {
  const dog = new Watchdog(30)
  for (let now = 0; now < 1000; now += 10) expect(dog.look(true, now)).toBe("leave it")
})

it("has one that stands still reconnect once, and gives it up when that did not help", () => {
  const dog = new Watchdog(30)
  expect(dog.look(false, 0)).toBe("reconnect")
  expect(dog.look(false, 10)).toBe("leave it")
  expect(dog.look(true, 20)).toBe("leave it")
  expect(dog.look(false, 31)).toBe("give up")
})

it("begins anew with one that got on again", () => {
  const dog = new Watchdog(30)
  expect(dog.look(false, 0)).toBe("reconnect")
  expect(dog.look(true, 61)).toBe("leave it")
  expect(dog.look(false, 1000)).toBe("reconnect")
})
