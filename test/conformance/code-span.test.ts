import { expect, it } from "vitest"

import { codeSpan } from "./code-span.ts"

it.each([
  ["$states.result", "`$states.result`"],
  ["$a.`$b` ? 1", "``$a.`$b` ? 1``"],
  ["`$b`", "`` `$b` ``"],
  ["a``b`c", "```a``b`c```"],
  ["a|b", "`a\\|b`"],
])("%s is a code span", (text, span) => {
  expect(codeSpan(text)).toBe(span)
})
