import { EngineError, type ExecutionRecord } from "@stepwright/engine"
import { historyToApi } from "@stepwright/engine/inspect"

import { ApiError } from "../api-error.ts"
import { cursorOf, invalidToken, pageSize, pageToken } from "../page-token.ts"
import { type Parts, seconds } from "../parts.ts"
import { cause, error, flag, includedData, longArn, page, required, text } from "../request/shape.ts"
import { executionOf, shownStatus, startedBy, startedWith } from "./execution-of.ts"
import { machineDoesNotExist } from "./machine-of.ts"
import { operation, type Operations } from "./operation.ts"
import { settled } from "./settled.ts"
import { shownRevision } from "./state-machines.ts"

export const executionOperations: Operations = {
  DescribeExecution: operation(
    { executionArn: required(longArn), includedData },
    async (parts, { executionArn, includedData = "ALL_DATA" }) => {
      const record = await executionOf(parts, executionArn)
      const { labels, trace } = startedWith(record)
      const traceHeader = labels.traceHeader ?? trace?.traceparent
      const { mapRun, output } = record
      const all = includedData === "ALL_DATA"
      return {
        executionArn,
        ...startedBy(parts, { machine: record.machine, labels }),
        ...summaryOf(record),
        ...(all ? { input: record.input } : {}),
        inputDetails: { included: all },
        ...(output === undefined ? {} : { outputDetails: { included: all }, ...(all ? { output } : {}) }),
        ...(record.error === undefined ? {} : { error: record.error }),
        ...(record.cause === undefined ? {} : { cause: record.cause }),
        ...(traceHeader === undefined ? {} : { traceHeader }),
        ...(mapRun === undefined ? {} : { mapRunArn: mapRun }),
        ...(await redriveOf(parts, record)),
      }
    },
  ),
  DescribeStateMachineForExecution: operation(
    { executionArn: required(longArn), includedData },
    async (parts, { executionArn, includedData }) => {
      const record = await executionOf(parts, executionArn)
      const [name = "", label] = record.machine.split("/")
      const root = record.mapRun === undefined ? record : ((await rootOf(parts, record)) ?? record)
      const { labels, roleArn } = startedWith(root)
      const machine = await parts.machines.get(name)
      const revision = [machine?.revision, ...(machine?.versions ?? []).map(({ revision }) => revision)].find(
        (revision) => revision !== undefined && revision.plan === root.plan && revision.id === labels.revision,
      )
      const { definition = revision?.definition, updatedAt = String(root.startedAt) } = labels
      if (definition === undefined)
        throw machineDoesNotExist(startedBy(parts, { machine: name, labels })["stateMachineArn"] ?? name)
      return {
        stateMachineArn: startedBy(parts, { machine: record.machine, labels: {} })["stateMachineArn"],
        name,
        ...(await shownRevision(
          parts,
          {
            ...(revision ?? {
              loggingConfiguration: { level: "OFF", includeExecutionData: false },
              tracingConfiguration: { enabled: false },
              encryptionConfiguration: { type: "AWS_OWNED_KEY" },
            }),
            ...(labels.revision === undefined ? {} : { id: labels.revision }),
            plan: root.plan,
            updatedAt: Number(updatedAt),
            definition,
            roleArn: roleArn ?? "",
          },
          includedData,
        )),
        updateDate: seconds(Number(updatedAt)),
        ...(record.mapRun === undefined ? {} : { mapRunArn: record.mapRun }),
        ...(label === undefined ? {} : { label }),
      }
    },
  ),
  StopExecution: operation(
    { executionArn: required(longArn), error, cause },
    async (parts, { executionArn, error, cause }) => {
      await executionOf(parts, executionArn)
      await parts.client.stop(executionArn, {
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      })
      const record = await settled(parts, executionArn, ({ status }) => status !== "RUNNING")
      return { stopDate: seconds(record?.stoppedAt ?? parts.clock.now()) }
    },
  ),
  GetExecutionHistory: operation(
    {
      executionArn: required(longArn),
      ...page,
      reverseOrder: flag,
      includeExecutionData: flag,
    },
    async (parts, { executionArn, maxResults, nextToken, reverseOrder = false, includeExecutionData = true }) => {
      const record = await executionOf(parts, executionArn)
      const listing = ["GetExecutionHistory", executionArn, reverseOrder] as const
      const after = cursorOf(listing, nextToken, parts.clock.now())
      const found = await historyOf(parts, executionArn, {
        limit: pageSize(maxResults),
        reverseOrder,
        ...(after === undefined ? {} : { cursor: after }),
      })
      const { labels } = startedWith(record)
      const { stateMachineArn: _, ...by } = startedBy(parts, { machine: record.machine, labels })
      const events = historyToApi(found.events, { includeExecutionData }).map((event) =>
        event.type === "ExecutionStarted"
          ? { ...event, executionStartedEventDetails: { ...(event["executionStartedEventDetails"] as object), ...by } }
          : event,
      )
      return {
        events,
        ...(found.cursor === undefined ? {} : { nextToken: pageToken(listing, found.cursor, parts.clock.now()) }),
      }
    },
  ),
  RedriveExecution: operation(
    { executionArn: required(longArn), clientToken: text({ least: 1, most: 64 }) },
    async (parts, { executionArn, clientToken }) => {
      if (clientToken !== undefined && !/^[!-~]+$/.test(clientToken)) {
        throw new ApiError("ValidationException", "clientToken must be of printable ASCII characters without spaces")
      }
      const record = await executionOf(parts, executionArn)
      const key = Buffer.from(executionArn).toString("base64url").slice(0, 900)
      const { redrives = [] } = (await parts.redrives.get(key)) ?? {}
      const known = redrives.find((redrive) => redrive.clientToken === clientToken)
      if (known !== undefined) return { redriveDate: seconds(known.at) }
      await redrive(parts, executionArn)
      const at = parts.clock.now()
      if (clientToken !== undefined) {
        await parts.redrives.change(key, (now) => ({
          redrives: [{ clientToken, at }, ...(now?.redrives ?? [])].slice(0, 10),
        }))
      }
      await settled(
        parts,
        executionArn,
        ({ status, stoppedAt }) => status === "RUNNING" || stoppedAt !== record.stoppedAt,
      )
      return { redriveDate: seconds(at) }
    },
  ),
}

/** What listings and descriptions of executions share. */
export function summaryOf({
  name,
  status,
  startedAt,
  stoppedAt,
}: Pick<ExecutionRecord, "name" | "startedAt" | "status" | "stoppedAt">): Readonly<Record<string, unknown>> {
  return {
    name,
    status: shownStatus(status),
    startDate: seconds(startedAt),
    ...(stoppedAt === undefined ? {} : { stopDate: seconds(stoppedAt) }),
  }
}

/** An execution that its journal cannot tell of is parked. */
export async function redriveOf(parts: Parts, record: ExecutionRecord): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { redrivenAt, ...redrive } = await parts.client.describeRedrive(record.id)
    return { ...redrive, ...(redrivenAt === undefined ? {} : { redriveDate: seconds(redrivenAt) }) }
  } catch (error) {
    if (EngineError.is(error)) throw error
    return { redriveCount: 0, redriveStatus: "REDRIVABLE" }
  }
}

async function redrive(parts: Parts, arn: string): Promise<void> {
  try {
    await parts.client.redrive(arn)
  } catch (error) {
    if (!EngineError.is(error) || error.code !== "NOT_REDRIVABLE") throw error
    throw new ApiError("ExecutionNotRedrivable", `Execution Not Redrivable: '${error.message}'`)
  }
}

async function historyOf(parts: Parts, arn: string, options: Parameters<Parts["client"]["history"]>[1]) {
  try {
    return await parts.client.history(arn, options)
  } catch (error) {
    throw EngineError.is(error) && error.code === "CURSOR_INVALID" ? invalidToken() : error
  }
}

/** The execution whose distributed Map, or whose Map's Map, a child belongs to. */
async function rootOf(parts: Parts, record: ExecutionRecord): Promise<ExecutionRecord | undefined> {
  const { parent } = startedWith(record)
  const found = parent === undefined ? undefined : await parts.backend.executions.get({ id: parent })
  return found?.mapRun === undefined ? found : await rootOf(parts, found)
}
