import { OpenAPIHono } from "@hono/zod-openapi"
import type { Client, Logger } from "@stepwright/engine"
import { secureHeaders } from "hono/secure-headers"

import { bodyBound } from "../body-bound.ts"
import type { Gate } from "../gate/gate.ts"
import type { StepFunctions } from "../sfn/index.ts"
import { addDescribe } from "./describe.ts"
import { addHistory } from "./history.ts"
import { addList } from "./list.ts"
import { failed } from "./failed.ts"
import { problem } from "./problem.ts"
import { Refusal } from "./refusal.ts"
import { addStart } from "./start.ts"

/** What the REST face is a face of. */
export interface RestApiOptions {
  readonly service: StepFunctions
  /** Of the same backend: what waits for executions and follows them. */
  readonly client: Pick<Client, "result" | "subscribe">
  /** Who may ask. Default: everybody everything. */
  readonly gate?: Gate
  /** Bytes that a request may have. Default: 512 KiB: AWS's 256 KiB of an input, and room for it as JSON text. */
  readonly bodyLimit?: number
  /** Aborted when the server is to end: waits and streams end at once. Default: never. */
  readonly closing?: AbortSignal
  /** Told of what should not happen. Default: nobody. */
  readonly logger?: Logger
}

/** What its handlers share. */
export interface RestParts extends Pick<RestApiOptions, "service" | "client"> {
  readonly closing: AbortSignal
  /** Asks the gate, then the service. @throws {Refusal}; {ApiError} */
  call(
    user: string,
    operation: string,
    resources: readonly string[],
    request: object,
  ): Promise<Readonly<Record<string, unknown>>>
}

/** What is known of a request once it came through the gate. */
export interface RestEnv {
  Variables: { user: string }
}

export type RestApp = OpenAPIHono<RestEnv>

/** `/executions` for browsers and curl, and the OpenAPI document that says so. */
export function restApi(options: RestApiOptions): RestApp {
  const { service, client, gate, bodyLimit: maxSize = 512 * 1024, closing = new AbortController().signal } = options
  const app: RestApp = new OpenAPIHono<RestEnv>({
    defaultHook: (result) => {
      if (result.success) return undefined
      const issues = result.error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }))
      return problem("ValidationException", "The request does not fit.", { issues })
    },
  })
  app.use("/executions/*", secureHeaders())
  app.use(
    "/executions/*",
    bodyBound({
      maxSize,
      onError: () => problem("RequestEntityTooLargeException", `More than ${maxSize} bytes.`, { status: 413 }),
    }),
  )
  app.use("/executions/*", async (context, next) => {
    const { req } = context
    // A page of another site can send a form, but not this.
    if (req.method === "POST" && !/^application\/json *(;|$)/i.test(req.header("content-type") ?? "")) {
      return problem("UnsupportedMediaType", "Send application/json.", { status: 415 })
    }
    const body = new Uint8Array(await req.arrayBuffer())
    const caller = gate?.caller({ method: req.method, url: req.url, headers: req.raw.headers, body }) ?? {
      user: "anonymous",
    }
    if (!("user" in caller)) return problem(caller.type, caller.message)
    context.set("user", caller.user)
    return await next()
  })
  const parts: RestParts = {
    service,
    client,
    closing,
    async call(user, operation, resources, request) {
      const verdict = gate?.may(user, operation, resources)
      if (verdict?.allowed === false) throw new Refusal(verdict)
      return await service.call(operation, request)
    },
  }
  addStart(app, parts)
  addList(app, parts)
  addDescribe(app, parts)
  addHistory(app, parts)
  app.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" })
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Stepwright",
      version: "1",
      description: "Starts executions of state machines, waits for them and follows them.",
    },
    ...(gate === undefined ? {} : { security: [{ token: [] }] }),
  })
  app.onError((error) => failed(error, options.logger))
  return app
}
