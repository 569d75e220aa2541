import { z } from "@hono/zod-openapi"

/** An execution as the REST face shows it. */
export interface ExecutionView {
  /** Its id: what paths name it by. */
  readonly arn: string
  readonly name: string
  /** The state machine's ARN. */
  readonly stateMachine: string
  readonly status: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly stoppedAt?: string
  readonly input?: unknown
  /** Only of one that succeeded. */
  readonly output?: unknown
  /** Only of one that did not. */
  readonly error?: string
  readonly cause?: string
}

/** An {@link ExecutionView} in the OpenAPI document. */
export const executionSchema: z.ZodType<ExecutionView> = z
  .object({
    arn: z.string().openapi({ example: "arn:aws:states:local:000000000000:execution:orders:order-1" }),
    name: z.string(),
    stateMachine: z.string(),
    status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"]),
    startedAt: z.iso.datetime(),
    stoppedAt: z.iso.datetime().optional(),
    input: z.unknown().optional(),
    output: z.unknown().optional(),
    error: z.string().optional(),
    cause: z.string().optional(),
  })
  .openapi("Execution") as z.ZodType<ExecutionView>

/** What `DescribeExecution` answered, or one entry of `ListExecutions`. */
export function executionView(answer: Readonly<Record<string, unknown>>): ExecutionView {
  const text = (member: string): string | undefined => {
    const value = answer[member]
    return typeof value === "string" ? value : undefined
  }
  const [stoppedAt, error, cause] = [time(answer["stopDate"]), text("error"), text("cause")]
  return {
    arn: text("executionArn") ?? "",
    name: text("name") ?? "",
    stateMachine: text("stateMachineArn") ?? "",
    status: text("status") ?? "",
    startedAt: time(answer["startDate"]) ?? "",
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...value("input", text("input")),
    ...value("output", text("output")),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  }
}

/** Seconds since 1970 as ISO 8601. */
function time(seconds: unknown): string | undefined {
  return typeof seconds === "number" ? new Date(Math.round(seconds * 1000)).toISOString() : undefined
}

/** JSON text as what it says. */
function value(member: "input" | "output", text: string | undefined): { readonly [K in typeof member]?: unknown } {
  return text === undefined ? {} : { [member]: JSON.parse(text) as unknown }
}
