import { AdapterError, type EngineCode } from "@stepwright/engine"

/** Answers of a server that will take the same call later. */
const passing = /^(LOADING|BUSY|MASTERDOWN|READONLY|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF|UNBLOCKED|OOM) /

/** The error that a caller of the backend sees. */
export function adapterError(error: unknown): AdapterError {
  if (AdapterError.is(error)) return error
  const reason = error instanceof Error ? error.message : String(error)
  if (reason.startsWith("OOM ")) return full(`Redis has no memory left: ${reason}.`, error)
  if (reason.startsWith("WENTBACK ")) return wentBack(reason.slice("WENTBACK by ".length), error)
  const answered = error instanceof Error && error.name === "ReplyError"
  return new AdapterError({
    code: "BACKEND_FAILED",
    message: answered ? `Redis answered: ${reason}` : `Redis cannot be reached: ${reason}`,
    retryable: !answered || passing.test(reason),
    cause: error,
  })
}

/** Nothing new is taken; what runs goes on. */
export function full(message: string, cause?: unknown): AdapterError {
  return new AdapterError({
    code: "BACKEND_FULL",
    message,
    retryable: true,
    ...(cause === undefined ? {} : { cause }),
  })
}

/** What was acknowledged is gone: whatever is known of the store is to be read again. */
function wentBack(lost: string, cause: unknown): AdapterError {
  return new AdapterError({
    code: "STORE_WENT_BACK",
    message: `The store has gone back in time: it has lost ${lost} of this process's last acknowledged writes.`,
    retryable: true,
    cause,
  })
}

/** A server, or what it holds, that is not to be used. */
export function refusal(code: EngineCode, message: string, cause?: unknown): AdapterError {
  return new AdapterError({ code, message, retryable: false, ...(cause === undefined ? {} : { cause }) })
}

export function closed(): AdapterError {
  return new AdapterError({ code: "BACKEND_CLOSED", message: "The redis backend was closed.", retryable: false })
}
