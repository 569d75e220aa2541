import { Hono } from "hono"

import { failed } from "../rest/failed.ts"
import { problem } from "../rest/problem.ts"
import { restApi, type RestApiOptions } from "../rest/rest-api.ts"
import { stepFunctionsApi } from "../sfn/index.ts"
import { isLoopback } from "./loopback.ts"

/** How a server stands. */
export interface Health {
  /** There is no reason to replace the process. */
  readonly live: boolean
  /** Requests can be sent here. */
  readonly ready: boolean
  readonly [fact: string]: unknown
}

/** What {@link httpApi} puts together. */
export interface HttpApiOptions extends Omit<RestApiOptions, "bodyLimit"> {
  /** Asked for `/healthz` and `/readyz`. */
  readonly health: () => Promise<Health>
}

/**
 * All faces of the engine over HTTP: AWS's wire at `POST /`, `/executions` with `/openapi.json`, `/healthz` and
 * `/readyz`. Without a gate, everybody may do everything, and only who names this machine is answered: what a page from
 * elsewhere has a browser ask, by a name that leads here, is refused. Listen on loopback then.
 */
export function httpApi(options: HttpApiOptions): Hono {
  const { service, gate, health, logger, closing } = options
  const app = new Hono()
  const probe = (part: "live" | "ready") => async (): Promise<Response> => {
    const facts = await health()
    const ready = facts.ready && closing?.aborted !== true
    const ok = part === "live" ? facts.live : ready
    return Response.json({ ...facts, ready }, { status: ok ? 200 : 503, headers: { "cache-control": "no-store" } })
  }
  app.get("/healthz", probe("live"))
  app.get("/readyz", probe("ready"))
  if (gate === undefined) {
    app.use(async ({ req }, next) => {
      if (isLoopback(req.header("host") ?? "")) return await next()
      return problem("AccessDeniedException", "Without keys, only this machine's own names are answered to.")
    })
  }
  app.route("/", restApi(options))
  const api = { service, ...(logger === undefined ? {} : { logger }) }
  app.route("/", stepFunctionsApi(gate === undefined ? api : { ...api, authorize: gate.authorize }))
  app.onError((error) => failed(error, logger))
  app.notFound(() =>
    problem("NotFound", "There are POST /, /executions, /openapi.json, /healthz and /readyz.", { status: 404 }),
  )
  return app
}
