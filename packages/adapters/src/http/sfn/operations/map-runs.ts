import { EngineError, type MapRunCounts, type MapRunDescription } from "@stepwright/engine"

import { ApiError } from "../api-error.ts"
import { readArn } from "../arn.ts"
import { cursorOf, pageSize, pageToken } from "../page-token.ts"
import { type Parts, seconds } from "../parts.ts"
import { longArn, page, required } from "../request/shape.ts"
import { executionOf, startedBy } from "./execution-of.ts"
import { operation, type Operations } from "./operation.ts"

export const mapRunOperations: Operations = {
  DescribeMapRun: operation({ mapRunArn: required(longArn) }, async (parts, { mapRunArn }) => {
    const run = await mapRunOf(parts, mapRunArn)
    return {
      mapRunArn,
      executionArn: run.execution,
      status: run.status,
      startDate: seconds(run.startedAt),
      ...(run.stoppedAt === undefined ? {} : { stopDate: seconds(run.stoppedAt) }),
      maxConcurrency: run.maxConcurrency,
      toleratedFailureCount: run.toleratedFailureCount,
      toleratedFailurePercentage: run.toleratedFailurePercentage,
      itemCounts: shown(run.itemCounts),
      executionCounts: shown(run.executionCounts),
      redriveCount: run.redriveCount,
      ...(run.redrivenAt === undefined ? {} : { redriveDate: seconds(run.redrivenAt) }),
    }
  }),
  UpdateMapRun: operation(
    {
      mapRunArn: required(longArn),
      maxConcurrency: { kind: "integer", least: 0 },
      toleratedFailureCount: { kind: "integer", least: 0 },
      toleratedFailurePercentage: { kind: "number", least: 0, most: 100 },
    },
    async (parts, { mapRunArn, maxConcurrency, toleratedFailureCount, toleratedFailurePercentage }) => {
      const { status } = await mapRunOf(parts, mapRunArn)
      if (status !== "RUNNING") throw new ApiError("ValidationException", `The Map Run is ${status}: '${mapRunArn}'`)
      await parts.client.updateMapRun(mapRunArn, {
        ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
        ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
        ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage }),
      })
      return {}
    },
  ),
  ListMapRuns: operation(
    { executionArn: required(longArn), ...page },
    async (parts, { executionArn, maxResults, nextToken }) => {
      const { machine } = await executionOf(parts, executionArn)
      const listing = ["ListMapRuns", executionArn] as const
      // The newest stands first, and a run never goes: how many there are before a page is its place from the end.
      const runs = await parts.client.listMapRuns(executionArn)
      const before = Number(cursorOf(listing, nextToken, parts.clock.now()) ?? runs.length)
      const size = pageSize(maxResults)
      const left = runs.slice(runs.length - before)
      const { stateMachineArn } = startedBy(parts, { machine, labels: {} })
      return {
        mapRuns: left.slice(0, size).map((run) => ({
          executionArn,
          mapRunArn: run.mapRun,
          stateMachineArn: `${stateMachineArn ?? ""}/${labelOf(run.mapRun)}`,
          startDate: seconds(run.startedAt),
          ...(run.stoppedAt === undefined ? {} : { stopDate: seconds(run.stoppedAt) }),
        })),
        ...(left.length > size ? { nextToken: pageToken(listing, String(left.length - size), parts.clock.now()) } : {}),
      }
    },
  ),
}

/**
 * A map run as the engine knows it.
 * @throws {ApiError} `InvalidArn`, `ResourceNotFound`
 */
export async function mapRunOf(parts: Parts, arn: string): Promise<MapRunDescription> {
  readArn(arn, "mapRun")
  try {
    return await parts.client.describeMapRun(arn)
  } catch (error) {
    if (!EngineError.is(error) || error.code !== "MAP_RUN_NOT_FOUND") throw error
    throw new ApiError("ResourceNotFound", `Resource not found: '${arn}'`, { members: { resourceName: arn } })
  }
}

function shown(counts: MapRunCounts): object {
  return { ...counts, failuresNotRedrivable: 0 }
}

/** `label` of `…:mapRun:machine/label:name`. */
function labelOf(mapRun: string): string {
  return /\/([^/:]*):[^:]*$/.exec(mapRun)?.[1] ?? ""
}
