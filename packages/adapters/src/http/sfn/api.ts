import { randomUUID } from "node:crypto"

import type { Logger } from "@stepwright/engine"
import { Hono } from "hono"

import { bodyBound } from "../body-bound.ts"
import { ApiError } from "./api-error.ts"
import type { Authorize } from "./authorize.ts"
import { resourcesOf } from "./resources-of.ts"
import type { CallContext, StepFunctions } from "./service.ts"

/** How {@link stepFunctionsApi} answers. */
export interface StepFunctionsApiOptions {
  readonly service: StepFunctions
  /** Who may do what. Default: everybody everything. */
  readonly authorize?: Authorize
  /** Bytes that a request may have. Default: AWS's mebibyte of a definition, and room for it as JSON text. */
  readonly bodyLimit?: number
  /** Aborted when the server is to end: long polls end at once. Default: never. */
  readonly closing?: AbortSignal
  /** Told of what should not happen: an operation that failed of itself. Default: nobody. */
  readonly logger?: Logger
}

const target = /^AWSStepFunctions\.([A-Za-z]+)$/

/** The API of AWS Step Functions as it stands on the wire: AWS JSON 1.0. */
export function stepFunctionsApi(options: StepFunctionsApiOptions): Hono {
  const { service, authorize, closing, logger, bodyLimit: maxSize = 4 * 1024 * 1024 } = options
  const app = new Hono()
  app.use(
    bodyBound({
      maxSize,
      onError: () => answer(413, { __type: "RequestEntityTooLargeException", message: "Request size is too large." }),
    }),
  )
  app.post("/", async ({ req }) => {
    const body = new Uint8Array(await req.arrayBuffer())
    const [, operation = ""] = target.exec(req.header("x-amz-target") ?? "") ?? []
    const request = jsonOf(body)
    const headers = req.raw.headers
    const resources = resourcesOf(operation, request, service)
    const verdict = await authorize?.({ operation, resources, method: req.method, url: req.url, headers, body })
    if (verdict?.allowed === false) {
      const { type, message, status = 400 } = verdict
      return answer(status, { __type: type, message })
    }
    if (request === undefined) return answer(400, { __type: "SerializationException" })
    try {
      return answer(200, await service.call(operation, request, contextOf(operation, req.raw, closing)))
    } catch (error) {
      if (error instanceof ApiError) return answer(error.status, failure(error))
      logger?.error("an operation failed of itself", { operation, error })
      return answer(500, { __type: "InternalFailure", message: "The request could not be carried out." })
    }
  })
  return app
}

/** Only a long poll ends with its caller: a signal is not made for what nobody waits with. */
function contextOf(operation: string, request: Request, closing?: AbortSignal): CallContext {
  if (operation !== "GetActivityTask") return {}
  const { signal } = request
  return { signal: closing === undefined ? signal : AbortSignal.any([signal, closing]) }
}

function failure({ type, message, members }: ApiError): object {
  return { __type: type, ...(message === "" ? {} : { message }), ...members }
}

/** The object in a body; undefined for anything else. An empty body is an empty object. */
function jsonOf(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  if (body.length === 0) return {}
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body))
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function answer(status: number, body: object): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": randomUUID() },
  })
}
