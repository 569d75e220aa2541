import type { Input } from "../expr/expr.ts"
import type { Call } from "../task/call.ts"
import { type Shape, unknownShape } from "../tree/index.ts"
import { serviceCall } from "./service.ts"

/** An HTTP request that Step Functions makes itself. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS"
  readonly url: string
  /** The ARN of the EventBridge connection that holds the credentials. */
  readonly connection: string
  readonly headers?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** What an HTTP request answers. A status of 400 or more fails the step with `States.Http.StatusCode.<status>`. */
export interface HttpResponse<B> {
  readonly StatusCode: number
  readonly StatusText: string
  readonly Headers: Readonly<Record<string, readonly string[]>>
  readonly ResponseBody: B
}

const responseShape: Shape = {
  type: "object",
  fields: {
    StatusCode: { type: "integer" },
    StatusText: { type: "string" },
    Headers: { type: "object", rest: { type: "array", items: { type: "string" } } },
    ResponseBody: { ...unknownShape, optional: true },
  },
}

type Request = { readonly [K in keyof HttpRequest]: Input<HttpRequest[K]> }

/** HTTP endpoints as calls. `B` is the response's body, by the author's word. */
export const http: { readonly request: <B = unknown>(request: Request) => Call<HttpResponse<B>> } = {
  request: ({ method, url, connection, headers, query, body }) =>
    serviceCall(
      "http:invoke",
      {
        ApiEndpoint: url,
        Method: method,
        Authentication: { ConnectionArn: connection },
        Headers: headers,
        QueryParameters: query,
        RequestBody: body,
      },
      responseShape,
    ),
}
