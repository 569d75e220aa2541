import { ApiError } from "../api-error.ts"
import { readArn } from "../arn.ts"
import { cursorOf, pageSize, pageToken } from "../page-token.ts"
import { type Parts, seconds } from "../parts.ts"
import { arn, page, required, text } from "../request/shape.ts"
import type { StoredMachine, Version } from "../store/machine.ts"
import { machineArn, machineDeleting, machineDoesNotExist, machineOf, readMachineArn } from "./machine-of.ts"
import { operation, type Operations } from "./operation.ts"

/** (AWS: quotas, versions of a state machine) */
const mostVersions = 1000

export function versionArn(parts: Parts, { name }: Pick<StoredMachine, "name">, number: number): string {
  return machineArn(parts, name, number)
}

/**
 * A machine with its revision published; as it is where it was before.
 * @throws {ApiError} `ServiceQuotaExceededException`
 */
export function published(machine: StoredMachine, now: number, description: string | undefined): StoredMachine {
  const { revision, versions, lastVersion } = machine
  if (versionOf(machine) !== undefined) return machine
  if (versions.length >= mostVersions) {
    throw new ApiError(
      "ServiceQuotaExceededException",
      `A state machine may have at most ${mostVersions} versions: '${machine.name}'`,
    )
  }
  const number = lastVersion + 1
  const version: Version = { number, createdAt: now, revision, ...(description === undefined ? {} : { description }) }
  return { ...machine, versions: [...versions, version], lastVersion: number }
}

/** The version that a machine's revision was published as. */
function versionOf({ revision, versions }: StoredMachine): Version | undefined {
  const last = versions.at(-1)
  return last !== undefined && JSON.stringify(last.revision) === JSON.stringify(revision) ? last : undefined
}

export const versionOperations: Operations = {
  PublishStateMachineVersion: operation(
    { stateMachineArn: required(arn), revisionId: text({}), description: text({ most: 256 }) },
    async (parts, { stateMachineArn, revisionId, description }) => {
      const { name } = readMachineArn(parts, stateMachineArn)
      const machine = await parts.machines.change(name, (known): StoredMachine => {
        if (known === undefined) throw machineDoesNotExist(stateMachineArn)
        if (known.deleting === true) throw machineDeleting(stateMachineArn)
        const { id = "INITIAL" } = known.revision
        if (revisionId !== undefined && revisionId !== id) {
          throw new ApiError(
            "ConflictException",
            `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${id}.`,
          )
        }
        return published(known, parts.clock.now(), description)
      })
      const version = versionOf(machine) as Version // it was just published
      return {
        stateMachineVersionArn: versionArn(parts, machine, version.number),
        creationDate: seconds(version.createdAt),
      }
    },
  ),
  ListStateMachineVersions: operation(
    { stateMachineArn: required(arn), ...page },
    async (parts, { stateMachineArn, maxResults, nextToken }) => {
      const { name } = readMachineArn(parts, stateMachineArn)
      const machine = await machineOf(parts, stateMachineArn, name)
      const listing = ["ListStateMachineVersions", stateMachineArn] as const
      const before = Number(cursorOf(listing, nextToken, parts.clock.now()) ?? Infinity)
      const size = pageSize(maxResults)
      const left = machine.versions.toReversed().filter(({ number }) => number < before)
      const shown = left.slice(0, size)
      const last = shown.at(-1)
      return {
        stateMachineVersions: shown.map(({ number, createdAt }) => ({
          stateMachineVersionArn: versionArn(parts, machine, number),
          creationDate: seconds(createdAt),
        })),
        ...(left.length > size && last !== undefined
          ? { nextToken: pageToken(listing, String(last.number), parts.clock.now()) }
          : {}),
      }
    },
  ),
  DeleteStateMachineVersion: operation(
    { stateMachineVersionArn: required(text({ least: 1, most: 2000 })) },
    async (parts, { stateMachineVersionArn }) => {
      const { name, qualifier } = readArn(stateMachineVersionArn, "stateMachine")
      if (qualifier === undefined || !/^\d+$/.test(qualifier)) {
        throw new ApiError("ValidationException", "This operation expects a state machine version ARN")
      }
      if (!stateMachineVersionArn.startsWith(parts.home)) return {}
      const number = Number(qualifier)
      await parts.machines.change(name, (known) => {
        if (known === undefined) return known
        const users = known.aliases.filter(({ routes }) => routes.some(({ version }) => version === number))
        if (users.length > 0) {
          const names = users.map((alias) => alias.name).join(", ")
          throw new ApiError(
            "ConflictException",
            `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names}]`,
          )
        }
        const versions = known.versions.filter((version) => version.number !== number)
        return versions.length === known.versions.length ? known : { ...known, versions }
      })
      return {}
    },
  ),
}
