import type { DeadLetterFilter, ExecutionFilter } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import { readTime, readWhere } from "./where.ts"

const statuses = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PARKED"] as const

/** @throws {CliError} `USAGE` */
export function executionFilter(where: readonly string[]): ExecutionFilter {
  const given = readWhere(where, ["workflow", "status", "error", "after", "before"])
  const { workflow, status, error, after, before } = given
  return {
    ...(workflow === undefined ? {} : { workflow }),
    ...(status === undefined ? {} : { status: status.split(",").map(statusOf) }),
    ...(error === undefined ? {} : { error }),
    ...(after === undefined ? {} : { startedAfter: readTime("after", after) }),
    ...(before === undefined ? {} : { startedBefore: readTime("before", before) }),
  }
}

/** @throws {CliError} `USAGE` */
export function letterFilter(where: readonly string[]): DeadLetterFilter {
  const given = readWhere(where, ["workflow", "execution", "step", "error", "after", "before"])
  const { after, before, ...texts } = given
  return {
    ...texts,
    ...(after === undefined ? {} : { writtenAfter: readTime("after", after) }),
    ...(before === undefined ? {} : { writtenBefore: readTime("before", before) }),
  }
}

/** @throws {CliError} `USAGE` */
export function statusOf(text: string): (typeof statuses)[number] {
  const status = statuses.find((each) => each === text.toUpperCase().replace("-", "_"))
  if (status !== undefined) return status
  throw new CliError("USAGE", `There is no status ${text}: it is one of ${statuses.join(", ")}.`)
}
