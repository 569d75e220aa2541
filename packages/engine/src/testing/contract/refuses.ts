import { equal, fail } from "node:assert/strict"

import { AdapterError, type EngineCode } from "../../errors.ts"

/** The call rejects with an {@link AdapterError} of this code. */
export async function refuses(code: EngineCode, call: () => Promise<unknown>): Promise<void> {
  let answer: unknown
  try {
    answer = await call()
  } catch (error) {
    if (!AdapterError.is(error)) throw error
    equal(error.code, code)
    return
  }
  fail(`expected ${code}, was answered ${JSON.stringify(answer)}`)
}
