import { ApiError } from "../api-error.ts"
import { type Arn, readArn } from "../arn.ts"
import type { Parts } from "../parts.ts"
import type { Alias, Revision, StoredMachine, Version } from "../store/machine.ts"

type MachineArn = Extract<Arn, { readonly kind: "stateMachine" }>

/** What a state machine's ARN stands for. */
export interface Named {
  readonly machine: StoredMachine
  readonly version?: Version
  readonly alias?: Alias
}

export function machineArn({ home }: Parts, name: string, qualifier?: string | number): string {
  return `${home}:stateMachine:${name}${qualifier === undefined ? "" : `:${qualifier}`}`
}

export function machineDoesNotExist(arn: string): ApiError {
  return new ApiError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`)
}

export function machineDeleting(arn: string): ApiError {
  return new ApiError("StateMachineDeleting", `State Machine is being deleted: '${arn}'`)
}

/**
 * Reads an ARN that names a state machine without a version, alias or label.
 * @throws {ApiError} `InvalidArn`, `ValidationException`
 */
export function readMachineArn(parts: Parts, arn: string): MachineArn {
  const read = readArn(arn, "stateMachine")
  if (read.label !== undefined) throw labelled()
  if (read.qualifier !== undefined || !arn.startsWith(parts.home)) throw machineDoesNotExist(arn)
  return read
}

/** AWS's answer to the ARN of a distributed Map where it is of no use. */
export function labelled(): ApiError {
  return new ApiError("ValidationException", "This operation does not support labeled state machine ARNs", {
    members: { reason: "API_DOES_NOT_SUPPORT_LABELED_ARNS" },
  })
}

/**
 * A state machine as it is stored.
 * @throws {ApiError} `StateMachineDoesNotExist`
 */
export async function machineOf(parts: Parts, arn: string, name: string): Promise<StoredMachine> {
  const machine = arn.startsWith(`${parts.home}:`) ? await present(parts, name) : undefined
  if (machine === undefined) throw machineDoesNotExist(arn)
  return machine
}

/** A state machine, unless it was deleted and nothing of it runs any more. */
export async function present(parts: Parts, name: string): Promise<StoredMachine | undefined> {
  const machine = await parts.machines.get(name)
  if (machine?.deleting !== true) return machine
  const running = await parts.backend.executions.list({ machine: name, status: "RUNNING", limit: 1 })
  if (running.executions.length > 0) return machine
  return await parts.machines.change(name, (now) => (now?.createdAt === machine.createdAt ? undefined : now))
}

/**
 * What an ARN stands for: the machine, or one of its versions or aliases.
 * @throws {ApiError} `InvalidArn`, `StateMachineDoesNotExist`
 */
export async function namedBy(parts: Parts, arn: string): Promise<Named> {
  const { name, qualifier } = readArn(arn, "stateMachine")
  const machine = await machineOf(parts, arn, name)
  if (qualifier === undefined) return { machine }
  const version = machine.versions.find(({ number }) => String(number) === qualifier)
  if (version !== undefined) return { machine, version }
  const alias = machine.aliases.find((alias) => alias.name === qualifier)
  if (alias !== undefined) return { machine, alias }
  throw machineDoesNotExist(arn)
}

/** What an execution that is started by an ARN runs by; of an alias, a version by the weights of its routes. */
export interface Startable {
  readonly machine: StoredMachine
  readonly revision: Revision
  readonly version?: number
  readonly alias?: string
}

/**
 * @param draw - A number from 0 up to 100.
 * @throws {ApiError} `InvalidArn`, `StateMachineDoesNotExist`, `StateMachineDeleting`
 */
export async function startableBy(parts: Parts, arn: string, draw: () => number): Promise<Startable> {
  if (readArn(arn, "stateMachine").label !== undefined) throw labelled()
  const { machine, version, alias } = await namedBy(parts, arn)
  if (machine.deleting === true) throw machineDeleting(arn)
  if (version !== undefined) return { machine, revision: version.revision, version: version.number }
  if (alias === undefined) return { machine, revision: machine.revision }
  let left = draw()
  for (const route of alias.routes) {
    left -= route.weight
    if (left >= 0) continue
    const routed = machine.versions.find(({ number }) => number === route.version)
    if (routed !== undefined) return { machine, revision: routed.revision, version: routed.number, alias: alias.name }
  }
  throw machineDoesNotExist(arn)
}
