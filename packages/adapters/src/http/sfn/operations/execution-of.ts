import { type ExecutionRecord, type StartRecord, startOf, type StoredStatus } from "@stepwright/engine"

import { ApiError } from "../api-error.ts"
import { readArn } from "../arn.ts"
import type { Parts } from "../parts.ts"
import { machineArn } from "./machine-of.ts"

/** What the API keeps with an execution's start. */
export interface Labels {
  /** The definition's document. */
  readonly definition?: string
  /** The revision's id. */
  readonly revision?: string
  /** When the revision was made, in milliseconds since 1970. */
  readonly updatedAt?: string
  readonly version?: string
  readonly alias?: string
  readonly traceHeader?: string
}

/**
 * An execution's record.
 * @throws {ApiError} `InvalidArn`, `ExecutionDoesNotExist`
 */
export async function executionOf(parts: Parts, arn: string): Promise<ExecutionRecord> {
  readArn(arn, "execution")
  const record = await parts.backend.executions.get({ id: arn })
  if (record === undefined) throw executionDoesNotExist(arn)
  return record
}

function executionDoesNotExist(arn: string): ApiError {
  return new ApiError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`)
}

/** What was said at its start. */
export function startedWith(record: Pick<ExecutionRecord, "header">): StartRecord & { readonly labels: Labels } {
  return startOf(record)
}

/** The status as the API has it: what is parked stands still until it is redriven. */
export function shownStatus(status: StoredStatus): Exclude<StoredStatus, "PARKED"> {
  return status === "PARKED" ? "FAILED" : status
}

/** The ARNs of what an execution was started by. */
export function startedBy(
  parts: Parts,
  { machine, labels: { version, alias } }: { readonly machine: string; readonly labels: Labels },
): Readonly<Record<string, string>> {
  return {
    stateMachineArn: machineArn(parts, machine),
    ...(version === undefined ? {} : { stateMachineVersionArn: machineArn(parts, machine, version) }),
    ...(alias === undefined ? {} : { stateMachineAliasArn: machineArn(parts, machine, alias) }),
  }
}
