import type { Parts } from "../parts.ts"
import { readRequest } from "../request/read-request.ts"
import type { Members, Request } from "../request/shape.ts"
import type { CallContext } from "../service.ts"

/** One operation of the API: reads a request from outside, and carries it out. */
export type Operation = (
  parts: Parts,
  given: unknown,
  context: CallContext,
) => Promise<Readonly<Record<string, unknown>>>

/** An operation from what its request holds. */
export function operation<const M extends Members>(
  members: M,
  run: (parts: Parts, request: Request<M>, context: CallContext) => Promise<Readonly<Record<string, unknown>>>,
): Operation {
  return async (parts, given, context) => await run(parts, readRequest(members, given), context)
}

/** Operations by their names. */
export type Operations = Readonly<Record<string, Operation>>
