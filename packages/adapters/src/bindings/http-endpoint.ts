import type { HandlerContext, ResourceHandler } from "@stepwright/engine"

import { namedError } from "./named-error.ts"

/** An endpoint, its variables resolved. */
export interface HttpEndpoint {
  readonly url: string
  readonly method: string
  readonly timeoutSeconds: number
  readonly headers: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** The longest answer, in bytes: as of a Lambda function. (AWS: Lambda quotas) */
const longestAnswer = 6 * 1024 * 1024

/**
 * Serves a resource by an HTTP endpoint: it is sent the input as JSON, with the step's key as `Idempotency-Key`, and
 * answers with the output as JSON, or with nothing for `null`. It fails as `Http.Timeout`, `Http.Unreachable`,
 * `Http.AnswerInvalid`, or by its status. Redirects are not followed: headers may hold secrets.
 */
export function httpEndpoint(endpoint: HttpEndpoint): ResourceHandler {
  const { method, timeoutSeconds, errors } = endpoint
  const url = new URL(endpoint.url)
  const where = `${url.origin}${url.pathname}`
  return async (input, context) => {
    const late = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))
    try {
      const response = await fetch(url, {
        method,
        headers: { ...headersOf(context), ...endpoint.headers },
        body: JSON.stringify(input),
        redirect: "manual",
        signal: AbortSignal.any([context.signal, late]),
      })
      const text = await textOf(response, where)
      if (response.ok) return answerOf(text, where)
      const { status } = response
      const name = errors[status] ?? errors[`${Math.trunc(status / 100)}xx`] ?? `Http.StatusCode.${status}`
      throw namedError(name, text === "" ? `${where} answered ${status}.` : text)
    } catch (error) {
      if (late.aborted) throw namedError("Http.Timeout", `${where} did not answer within ${timeoutSeconds} s.`, error)
      // What fetch says of a connection.
      if (error instanceof TypeError) throw namedError("Http.Unreachable", `${where}: ${reasonOf(error)}`, error)
      throw error
    }
  }
}

function headersOf({ key, trace }: HandlerContext): Readonly<Record<string, string>> {
  return {
    accept: "application/json",
    "content-type": "application/json",
    // A header is ASCII; names of states need not be.
    "idempotency-key": encodeURI(key.toWellFormed()),
    ...(trace === undefined ? {} : { traceparent: trace.traceparent }),
    ...(trace?.tracestate === undefined ? {} : { tracestate: trace.tracestate }),
  }
}

async function textOf({ body }: Response, where: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > longestAnswer) {
      throw namedError("Http.AnswerInvalid", `${where} answered with more than ${longestAnswer} bytes.`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

function answerOf(text: string, where: string): unknown {
  if (text.trim() === "") return null
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw namedError("Http.AnswerInvalid", `${where} answered with what is not JSON: ${text.slice(0, 100)}`, error)
  }
}

function reasonOf(error: TypeError): string {
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  // Of several addresses that all failed the message is empty.
  return cause.message === "" && "code" in cause ? String(cause.code) : cause.message
}
