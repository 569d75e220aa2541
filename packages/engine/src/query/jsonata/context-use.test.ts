import { expect, test } from "vitest"

import { contextUse } from "./context-use.ts"
import { compileProgram } from "./program.ts"

test.each([
  ["1", "never"],
  ["$states.input.context", "never"],
  ["$states.result{'context': 1}", "never"],
  ["$map($states.input, function($x){$x.context})", "never"],
  ["$states.context.Execution.Id & 'x'", "named"],
  ["{'a': [$states.input, $states.context]}", "named"],
  ["$states.input[id = $states.context.Execution.Id]", "named"],
  ["$states.input.($states.context)", "named"],
  ["$states", "unknown"],
  ["$states.*", "unknown"],
  ["$states.$lookup($, 'con' & 'text')", "unknown"],
  ["$states['context']", "unknown"],
  ["$states[0].input", "unknown"],
  ["$states@$s.input", "unknown"],
  ["($s := $states; $s.context)", "unknown"],
  ["$keys($states)", "unknown"],
])("%s: %s", (source, use) => {
  expect(contextUse(compileProgram(source).ast)).toBe(use)
})
