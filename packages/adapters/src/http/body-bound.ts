import type { MiddlewareHandler } from "hono"
import { bodyLimit } from "hono/body-limit"

/** Refuses bodies that are too large. */
export interface BodyBound {
  /** Bytes. */
  readonly maxSize: number
  /** What is answered then: 413. */
  readonly onError: () => Response
}

/**
 * hono's `bodyLimit`, but for a body whose length the request says: the server that took the request lets no more of it
 * through, so that nothing of it need be looked at to know, and it can be read without a stream.
 */
export function bodyBound({ maxSize, onError }: BodyBound): MiddlewareHandler {
  const counted = bodyLimit({ maxSize, onError })
  return async (context, next) => {
    const { headers } = context.req.raw
    const length = headers.get("content-length") ?? ""
    if (!/^\d+$/.test(length) || headers.has("transfer-encoding")) return await counted(context, next)
    return Number(length) > maxSize ? onError() : await next()
  }
}
