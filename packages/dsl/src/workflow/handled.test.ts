import { expect, test } from "vitest"
import { z } from "zod"

import { DefinitionError, task, workflow } from "../index.ts"

const say = task("say", { input: z.object({}), output: z.object({}) })

function codesOf(errors: readonly string[], place: "catch" | "retry"): readonly string[] {
  try {
    workflow("w", {}, (w) => {
      if (place === "retry") w.run(say({}), { retry: { attempts: 2, errors } })
      else w.attempt(say({})).catch(Object.fromEntries(errors.map((error) => [error, () => null])))
    })
    return []
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    return error.issues.map(({ code }) => code)
  }
}

test("errors that nothing can have are neither handled nor retried", () => {
  for (const place of ["catch", "retry"] as const) {
    expect(codesOf(["Card.Declined", "States.ALL", "States.HeartbeatTimeout"], place)).toEqual([])
    expect(codesOf(["States.Http.StatusCode.404"], place)).toEqual([])
    expect(codesOf(["", "States.Timout", "x".repeat(257)], place)).toEqual(Array(3).fill("ERROR_NAME_INVALID"))
  }
  expect(codesOf([], "retry")).toEqual(["RETRY_INVALID"])
})
