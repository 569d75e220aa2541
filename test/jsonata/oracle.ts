import jsonata from "jsonata"

import { type Outcome, plain } from "./run.ts"

/**
 * Evaluates an expression with the library.
 * @returns undefined where the library itself breaks, with an error that is none of JSONata's
 */
export async function evaluateLibrary(source: string, input: unknown): Promise<Outcome | undefined> {
  try {
    const value: unknown = await jsonata(source).evaluate(input)
    return { value: plain(value) }
  } catch (error) {
    const { code, token } = error as { readonly code?: string; readonly token?: string } // the library's errors
    return code === undefined ? undefined : { code, token }
  }
}
