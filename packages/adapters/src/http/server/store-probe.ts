import type { Backend, Logger } from "@stepwright/engine"

/** Whether a store answers. */
export interface StoreHealth {
  readonly answers: boolean
  /** `STORE_SILENT`: a question was not answered in time. `STORE_FAILED`: with an error, which is logged, not shown. */
  readonly problem?: "STORE_SILENT" | "STORE_FAILED"
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
  logger: Pick<Logger, "warn">,
): () => Promise<StoreHealth> {
  let asked: Promise<StoreHealth> | undefined
  const ask = async (): Promise<StoreHealth> => {
    try {
      await executions.get({ id: nobody })
      return { answers: true }
    } catch (error) {
      logger.warn("the store answers a probe with an error", { error })
      return { answers: false, problem: "STORE_FAILED" }
    } finally {
      asked = undefined
    }
  }
  return async () => {
    asked ??= ask()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<StoreHealth>((resolve) => {
      timer = setTimeout(() => resolve({ answers: false, problem: "STORE_SILENT" }), patienceMs)
    })
    try {
      return await Promise.race([asked, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
