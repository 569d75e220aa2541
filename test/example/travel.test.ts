import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"

import { expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))

test("the travel example tells six stories, and what people have to deal with", { timeout: 60_000 }, () => {
  const text = execFileSync("npm", ["run", "--silent", "example", "travel"], { cwd: root, encoding: "utf8" })
  const [intro = "", ...rest] = text.split(/^For people to deal with/m)
  const stories = intro.split(/^\d\. /m).slice(1)
  const ends = stories.map((story) => story.match(/^ → .*$/gm)?.map((line) => line.slice(3)))
  expect(ends).toEqual([
    ["SUCCEEDED"],
    ["FAILED at rent-car, Car.NoneLeft; taken back: book/flight/book-flight, book/hotel/book-hotel"],
    [expect.stringMatching(/^FAILED at pay, Card\.Declined; taken back: (?:[^,]+, ){2}[^,]+$/)],
    ["SUCCEEDED"],
    [expect.stringMatching(/^FAILED at pay, Saga\.PartiallyCompensated; .*; not taken back: book\/hotel\/book-hotel$/)],
    ["FAILED, Printer.Broken: nothing is taken back any more", "SUCCEEDED"],
  ])
  expect(stories[3]).toContain("no answer, so the bank is asked: it was paid")
  const people = rest.join("")
  expect(people).toMatch(/^, 1 dead letter:$/m)
  expect(people).toMatch(/^ +book\/hotel\/book-hotel was not undone: cancel-hotel failed 2 times, Hotel\.Unreachable$/m)
  expect(people).toMatch(/^ +room cancelled\n → RETRIED$/m)
  expect(people).toMatch(/^Left to deal with: 0$/m)
})
