import { expect, test } from "vitest"
import { z } from "zod"

import { type Builder, DefinitionError, task, workflow } from "../index.ts"

const say = task("say", { input: z.object({}), output: z.object({}) })
const undo = task("undo", { input: z.object({ key: z.string() }) })

function codesOf(body: (w: Builder<unknown>) => void): readonly string[] {
  try {
    workflow("w", {}, body)
    return []
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    return error.issues.map(({ code }) => code)
  }
}

test("a value is retried with the step right before it, one that nothing undoes", () => {
  const retried = (w: Builder<unknown>): unknown => w.compute(1, { retried: true })
  expect(
    codesOf((w) => {
      w.run(say({}))
      retried(w)
    }),
  ).toEqual([])
  expect(codesOf(retried)).toEqual(["RETRIED_ALONE"])
  expect(
    codesOf((w) => {
      w.run(say({}))
      w.sleep("5s")
      retried(w)
    }),
  ).toEqual(["RETRIED_ALONE"])
  expect(
    codesOf((w) =>
      w.saga((w) => {
        w.run(say({}), { compensate: ({ key }) => undo({ key }) })
        retried(w)
      }),
    ),
  ).toEqual(["RETRIED_ALONE"])
})
