import type { Logger } from "@stepwright/engine"
import { HTTPException } from "hono/http-exception"

import { ApiError } from "../sfn/index.ts"
import { problem } from "./problem.ts"
import { Refusal } from "./refusal.ts"

/** What is answered where a handler threw. Nothing of a fault is shown; it is logged. */
export function failed(error: unknown, logger: Pick<Logger, "error"> | undefined): Response {
  if (error instanceof Refusal) return problem(error.verdict.type, error.verdict.message, { status: 403 })
  if (error instanceof ApiError) return problem(error.type, error.message, { status: error.status })
  if (error instanceof HTTPException) return problem("BadRequest", error.message, { status: error.status })
  // Whoever sent half a request and left is told nothing any more.
  if (isGone(error)) return problem("RequestAborted", undefined)
  logger?.error("a request failed of itself", { error })
  return problem("InternalFailure", "The request could not be carried out.", { status: 500 })
}

/** Node's own words for a body that ended early. */
function isGone(error: unknown): boolean {
  return error instanceof Error && (("code" in error && error.code === "ECONNRESET") || error.name === "AbortError")
}
