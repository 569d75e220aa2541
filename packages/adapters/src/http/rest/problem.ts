import { z } from "@hono/zod-openapi"

/** What went wrong, as RFC 9457 has it. */
export interface Problem {
  /** `urn:stepwright:problem:ExecutionDoesNotExist`: stable, and nothing to look up. */
  readonly type: string
  /** The same for people, and for whoever knows AWS: `ExecutionDoesNotExist`. */
  readonly title: string
  readonly status: number
  readonly detail?: string
  /** Every part of the request that does not fit, where there may be several. */
  readonly issues?: readonly { readonly path: string; readonly message: string }[]
}

/** A {@link Problem} in the OpenAPI document. */
export const problemSchema: z.ZodType<Problem> = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi("Problem") as z.ZodType<Problem>

/** Errors of AWS that HTTP has a status of its own for. On the AWS wire nearly all of them are 400. */
const statuses: Readonly<Record<string, number>> = {
  MissingAuthenticationTokenException: 401,
  IncompleteSignatureException: 401,
  InvalidSignatureException: 401,
  UnrecognizedClientException: 401,
  AccessDeniedException: 403,
  ExecutionAlreadyExists: 409,
  ThrottlingException: 429,
}

/** The status of an error's type; `otherwise` for one that HTTP has none for. */
function statusOf(type: string, otherwise: number): number {
  return statuses[type] ?? (type.endsWith("DoesNotExist") ? 404 : otherwise)
}

/** Answers with a problem. `status` is that of the AWS wire, and is not taken where HTTP has a better one. */
export function problem(
  title: string,
  detail: string | undefined,
  { status = 400, issues }: { readonly status?: number; readonly issues?: Problem["issues"] } = {},
): Response {
  const body: Problem = {
    type: `urn:stepwright:problem:${title}`,
    title,
    status: statusOf(title, status),
    ...(detail === undefined || detail === "" ? {} : { detail }),
    ...(issues === undefined ? {} : { issues }),
  }
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" })
  if (body.status === 401) headers.set("www-authenticate", 'Bearer realm="stepwright"')
  if (body.status === 429 || body.status === 503) headers.set("retry-after", "1")
  return new Response(`${JSON.stringify(body)}\n`, { status: body.status, headers })
}
