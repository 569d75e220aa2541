/** A request as it came over the wire, for whoever decides on it. */
export interface ApiRequest {
  /** `StartExecution`; empty where the target names none. */
  readonly operation: string
  /** The ARNs that it is about; `["*"]` where it names none, as a listing or a task token does. */
  readonly resources: readonly string[]
  readonly method: string
  /** As it was asked for, with its query. */
  readonly url: string
  readonly headers: Headers
  /** As it came. */
  readonly body: Uint8Array
}

/** What becomes of a request. A refusal is answered as `{"__type": type, "message": message}`. */
export type Verdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      /** `AccessDeniedException`, `InvalidSignatureException`, … */
      readonly type: string
      readonly message: string
      /** Default 400. */
      readonly status?: number
    }

/** Decides on a request before anything of it is looked at. Asked once for each. */
export type Authorize = (request: ApiRequest) => Promise<Verdict>
