import { fieldLines } from "./field-lines.ts"
import type { Paint } from "./paint.ts"

/** What a server says of itself when it begins. */
export interface ServerStarted {
  readonly url: string
  readonly region: string
  readonly workflows: readonly string[]
  /** Whether it runs executions, too. */
  readonly worker: boolean
  /** Where executions are kept, without passwords. */
  readonly store: string
  /** What that store may lose, in words; absent where it loses nothing that it acknowledged. */
  readonly mayLose?: string
  /** Whether everybody on this machine may do everything. */
  readonly open: boolean
}

/** The same for people. */
export function servedLines(
  { url, region, workflows, worker, store, mayLose, open }: ServerStarted,
  paint: Paint,
): string {
  const runs = [...workflows, "what is created through the API"].join(", ")
  return fieldLines(
    [
      ["serves", `${url} (region ${region})`],
      ["people", `${url}/executions /openapi.json /healthz /readyz`],
      ["runs", worker ? runs : "nothing: a worker on the same store does"],
      ["store", store],
      ["may lose", mayLose],
      ["may ask", open ? "everybody on this machine" : "whoever has a key"],
      ["try", `aws stepfunctions list-state-machines --endpoint-url ${url} --region ${region}`],
      ["stops", "on SIGTERM or Ctrl-C, once what runs has ended"],
    ],
    paint,
  )
}
