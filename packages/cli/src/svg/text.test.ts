import { describe, expect, it } from "vitest"

import { cutText, escapeXml, textWidth, wrapText } from "./text.ts"

describe("escapeXml", () => {
  it.each([
    [`<a href="x" id='y'>&amp;`, "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;"],
    ["\u0000\u0008\uFFFF", "\uFFFD\uFFFD\uFFFD"],
    ["\uD800", "\uFFFD"],
    ["ünï 🚀", "ünï 🚀"],
  ])("makes %j harmless", (text, escaped) => {
    expect(escapeXml(text)).toBe(escaped)
  })
})

describe("wrapText", () => {
  it.each([
    ["charge-card", ["charge-card"]],
    ["compensate charge card in reverse", ["compensate charge", "card in reverse"]],
    ["one two three four five six seven eight nine", ["one two three four", "five six seven eigh…"]],
    ["x".repeat(60), [`${"x".repeat(19)}…`]],
    ["", [""]],
  ])("breaks %j", (text, lines) => {
    const wrapped = wrapText(text, 20, 2)
    expect(wrapped.length).toBe(lines.length)
    expect(wrapped.every((line) => line.length <= 20)).toBe(true)
    expect(wrapped[0]).toBe(lines[0])
  })

  it("ends with … when lines are left over", () => {
    expect(wrapText("one two three four five six", 9, 2).at(-1)).toMatch(/…$/)
  })
})

it("cuts by characters, not by halves of them", () => {
  expect(cutText("🚀🚀🚀", 2)).toBe("🚀…")
  expect(cutText("abc", 3)).toBe("abc")
})

it("takes capitals and wide scripts for wider", () => {
  expect(textWidth("MMMM", 13)).toBeGreaterThan(textWidth("iiii", 13))
  expect(textWidth("漢字", 13)).toBeGreaterThan(textWidth("ab", 13))
  expect(textWidth("ab", 13, true)).toBeGreaterThan(textWidth("ab", 13))
})
