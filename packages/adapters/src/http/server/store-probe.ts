import type { Backend } from "@stepwright/engine"

/** Whether a store answers. */
export interface StoreHealth {
  readonly answers: boolean
  /** Why not: how long a question has waited, or what it was answered. */
  readonly problem?: string
}

/** An id that no execution has. */
const nobody = "health"

/**
 * Asks a store a real question. Whoever asks while one waits waits for the same: a store that does not answer is not
 * asked ever more.
 * @param patienceMs - after which it is taken not to answer.
 */
export function storeProbe(
  { executions }: Pick<Backend, "executions">,
  patienceMs: number,
  now: () => number = () => performance.now(),
): () => Promise<StoreHealth> {
  let asked: { readonly at: number; readonly answer: Promise<StoreHealth> } | undefined
  const ask = (): NonNullable<typeof asked> => {
    const answer = executions.get({ id: nobody }).then(
      () => ({ answers: true }),
      (error: unknown) => ({ answers: false, problem: error instanceof Error ? error.message : String(error) }),
    )
    const question = { at: now(), answer }
    void answer.then(() => {
      asked = undefined
    })
    return question
  }
  return async () => {
    asked ??= ask()
    const { at, answer } = asked
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<StoreHealth>((resolve) => {
      timer = setTimeout(() => {
        resolve({ answers: false, problem: `no answer for ${Math.round(now() - at)} ms` })
      }, patienceMs)
    })
    try {
      return await Promise.race([answer, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
