import { describe, expect, it } from "vitest"

import { paintFor } from "./paint.ts"

const output = (isTerminal: boolean) => ({ isTerminal, columns: 80, write: () => undefined })

describe("paintFor", () => {
  it.each([
    ["a terminal", true, {}, true],
    ["a pipe", false, {}, false],
    ["NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["an empty NO_COLOR, which counts as unset", true, { NO_COLOR: "" }, true],
    ["a dumb terminal", true, { TERM: "dumb" }, false],
    ["FORCE_COLOR on a pipe", false, { FORCE_COLOR: "1" }, true],
    ["NO_COLOR over FORCE_COLOR", false, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("colours as it should: %s", (_, terminal, env, coloured) => {
    expect(paintFor(output(terminal), env).red("x") !== "x").toBe(coloured)
  })
})
