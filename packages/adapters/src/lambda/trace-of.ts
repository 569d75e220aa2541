/** W3C trace context. */
export interface TraceContext {
  readonly traceparent: string
  readonly tracestate?: string
}

/**
 * The trace context of X-Ray's header, which Lambda puts into `_X_AMZN_TRACE_ID` for each invocation:
 * `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`. Undefined where it names no parent.
 */
export function fromXRay(header: string | undefined): TraceContext | undefined {
  const fields = new Map(header?.split(";").map((field) => field.trim().split("=") as [string, string]))
  const [, epoch, unique] = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/.exec(fields.get("Root") ?? "") ?? []
  const parent = fields.get("Parent")
  if (epoch === undefined || unique === undefined || parent === undefined || !/^[0-9a-f]{16}$/.test(parent))
    return undefined
  return { traceparent: `00-${epoch}${unique}-${parent}-${fields.get("Sampled") === "1" ? "01" : "00"}` }
}

/** The trace's id: what log lines carry. */
export function traceId({ traceparent }: TraceContext): string {
  return traceparent.split("-")[1] ?? ""
}
