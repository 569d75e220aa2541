import type { ExecutionRecord } from "../ports/executions.ts"
import type { TraceContext } from "../ports/telemetry.ts"
import { readHeader } from "../runtime/stored-header.ts"

/** What was said at an execution's start beside its input. */
export interface StartRecord {
  readonly roleArn?: string
  readonly labels: Readonly<Record<string, string>>
  readonly trace?: TraceContext
  /** The execution whose step or Map started it. */
  readonly parent?: string
}

/**
 * Reads it from what is stored.
 * @throws {Error} for a format that this release does not know.
 */
export function startOf(record: Pick<ExecutionRecord, "header">): StartRecord {
  const { roleArn, labels = {}, trace, parent } = readHeader(record.header)
  return {
    labels,
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(trace === undefined ? {} : { trace }),
    ...(parent === undefined ? {} : { parent: parent.execution }),
  }
}
