import { randomInt, randomUUID } from "node:crypto"

import { EngineError, type StartPlanOptions } from "@stepwright/engine"

import { ApiError } from "../api-error.ts"
import { type Parts, seconds } from "../parts.ts"
import { arn, data, includedData, required, text } from "../request/shape.ts"
import { machineArn, type Startable, startableBy } from "./machine-of.ts"
import { checkName, invalidName } from "./names.ts"
import { operation, type Operations } from "./operation.ts"

const members = {
  stateMachineArn: required(arn),
  name: text({ least: 1, most: 80 }),
  input: data,
  traceHeader: text({ most: 256 }),
} as const

/** How long a synchronous execution may take, in milliseconds. (AWS: quotas, Express workflows) */
const syncMs = 300_000

export const startOperations: Operations = {
  StartExecution: operation(
    members,
    async (parts, { stateMachineArn, name = randomUUID(), input = "{}", traceHeader }) => {
      checkName(name)
      const target = await startableBy(parts, stateMachineArn, () => randomInt(100))
      const options = optionsOf(parts, target, name, traceHeader)
      const own = `${parts.home}:execution:${target.machine.name}:${name}`
      try {
        const started = await parts.client.startPlan(target.revision.plan, input, options)
        if (started.existed && started.status !== "RUNNING") throw alreadyExists(own)
        return { executionArn: started.id, startDate: seconds(started.startedAt) }
      } catch (error) {
        throw startError(error, name, own)
      }
    },
  ),
  StartSyncExecution: operation(
    { ...members, includedData },
    async (parts, { stateMachineArn, name = randomUUID(), input = "{}", traceHeader, includedData = "ALL_DATA" }) => {
      checkName(name)
      const target = await startableBy(parts, stateMachineArn, () => randomInt(100))
      if (target.machine.type !== "EXPRESS") throw notSupported()
      const options = { ...optionsOf(parts, target, name, traceHeader), timeoutMs: syncMs }
      try {
        const ended = await parts.client.executePlan(target.revision.plan, input, options)
        const { id, startedAt, stoppedAt = startedAt, status, output, error, cause } = ended
        const all = includedData === "ALL_DATA"
        return {
          executionArn: id,
          stateMachineArn: machineArn(parts, target.machine.name),
          name,
          startDate: seconds(startedAt),
          stopDate: seconds(stoppedAt),
          status: status === "SUCCEEDED" || status === "TIMED_OUT" ? status : "FAILED",
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause }),
          ...(all ? { input, ...(output === undefined ? {} : { output: JSON.stringify(output) }) } : {}),
          inputDetails: { included: all },
          ...(output === undefined ? {} : { outputDetails: { included: all } }),
          ...(traceHeader === undefined ? {} : { traceHeader }),
          billingDetails: {
            billedMemoryUsedInMB: 64,
            billedDurationInMilliseconds: Math.max(100, Math.ceil((stoppedAt - startedAt) / 100) * 100),
          },
        }
      } catch (error) {
        throw startError(error, name, name)
      }
    },
  ),
}

/** AWS's answer where an operation is one of the other type's. */
export function notSupported(): ApiError {
  return new ApiError("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")
}

function optionsOf(
  { home }: Parts,
  { revision, version, alias }: Startable,
  name: string,
  traceHeader: string | undefined,
): StartPlanOptions {
  return {
    name,
    home,
    roleArn: revision.roleArn,
    labels: {
      definition: revision.definition,
      updatedAt: String(revision.updatedAt),
      ...(revision.id === undefined ? {} : { revision: revision.id }),
      ...(version === undefined ? {} : { version: String(version) }),
      ...(alias === undefined ? {} : { alias }),
      ...(traceHeader === undefined ? {} : { traceHeader }),
    },
  }
}

function alreadyExists(arn: string): ApiError {
  return new ApiError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`)
}

function startError(error: unknown, name: string, own: string): unknown {
  if (!EngineError.is(error)) return error
  if (error.code === "EXECUTION_EXISTS") return alreadyExists(own)
  if (error.code === "NAME_INVALID") return invalidName(name)
  if (error.code !== "INPUT_INVALID") return error
  return new ApiError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${error.message}'`)
}
