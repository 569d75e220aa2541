import { expect } from "vitest"

/** What the ARNs of the tests' API begin with. */
export const home = "arn:aws:states:us-east-1:111111111111"

/** Expects an exception of this class, and of these words. */
export async function fails(
  call: Promise<unknown>,
  kind: abstract new (...args: never[]) => Error,
  message?: string | RegExp,
): Promise<void> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(kind)
  if (message instanceof RegExp) expect((thrown as Error).message).toMatch(message)
  else if (message !== undefined) expect((thrown as Error).message).toBe(message)
}

/** Asks until the answer is the one. What it throws is thrown on. */
export async function until<T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (isIt(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
