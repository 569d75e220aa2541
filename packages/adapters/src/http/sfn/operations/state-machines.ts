import { randomUUID } from "node:crypto"

import { ApiError } from "../api-error.ts"
import { readArn } from "../arn.ts"
import { cursorOf, pageSize, pageToken } from "../page-token.ts"
import { type Parts, seconds } from "../parts.ts"
import { arn, flag, includedData, oneOf, page, required, tags as tagList, text } from "../request/shape.ts"
import type { Revision, StoredMachine } from "../store/machine.ts"
import { checkRole, configurationFrom, configurationMembers } from "./configuration.ts"
import { storeDefinition } from "./definition.ts"
import { machineArn, machineDeleting, machineDoesNotExist, namedBy, present, readMachineArn } from "./machine-of.ts"
import { checkName } from "./names.ts"
import { operation, type Operations } from "./operation.ts"
import { tagsWith } from "./tags.ts"
import { published, versionArn } from "./versions.ts"

const definitionText = text({ least: 1, most: 1_048_576 })
const description = text({ most: 256 })

export const stateMachineOperations: Operations = {
  CreateStateMachine: operation(
    {
      name: required(text({ least: 1, most: 80 })),
      definition: required(definitionText),
      roleArn: required(arn),
      type: oneOf("STANDARD", "EXPRESS"),
      publish: flag,
      versionDescription: description,
      tags: tagList,
      ...configurationMembers,
    },
    async (parts, request) => {
      const { name, type = "STANDARD", roleArn, publish = false, versionDescription } = request
      checkName(name)
      checkRole(roleArn)
      checkPublishing(publish, versionDescription)
      const own = machineArn(parts, name)
      const tags = tagsWith(own, {}, request.tags)
      const configuration = configurationFrom(request)
      const stored = await storeDefinition(parts, name, type, request.definition)
      await present(parts, name)
      const now = parts.clock.now()
      const revision: Revision = { ...stored, roleArn, updatedAt: now, ...configuration }
      const machine = await parts.machines.change(name, (known) => {
        if (known !== undefined) return same(parts, known, revision, type, publish, versionDescription)
        const { plan } = revision
        const base = { plan, name, type, createdAt: now, revision, versions: [], lastVersion: 0, aliases: [], tags }
        return publish ? published(base, now, versionDescription) : base
      })
      return {
        stateMachineArn: own,
        creationDate: seconds(machine.createdAt),
        ...(publish ? { stateMachineVersionArn: versionArn(parts, machine, machine.lastVersion) } : {}),
      }
    },
  ),
  DescribeStateMachine: operation(
    { stateMachineArn: required(arn), includedData },
    async (parts, { stateMachineArn, includedData }) => {
      const { label } = readArn(stateMachineArn, "stateMachine")
      const { machine, version, alias } = await namedBy(parts, stateMachineArn)
      if (alias !== undefined) throw machineDoesNotExist(stateMachineArn)
      const revision = version?.revision ?? machine.revision
      return {
        stateMachineArn,
        name: machine.name,
        status: machine.deleting === true ? "DELETING" : "ACTIVE",
        type: machine.type,
        creationDate: seconds(version?.createdAt ?? machine.createdAt),
        ...(label === undefined ? {} : { label }),
        ...(version?.description === undefined ? {} : { description: version.description }),
        ...(await shownRevision(parts, revision, includedData)),
      }
    },
  ),
  ListStateMachines: operation(page, async (parts, { maxResults, nextToken }) => {
    const listing = ["ListStateMachines"] as const
    const after = cursorOf(listing, nextToken, parts.clock.now())
    const { values, cursor } = await parts.machines.page(pageSize(maxResults), after)
    return {
      stateMachines: values.map(({ name, type, createdAt }) => ({
        stateMachineArn: machineArn(parts, name),
        name,
        type,
        creationDate: seconds(createdAt),
      })),
      ...(cursor === undefined ? {} : { nextToken: pageToken(listing, cursor, parts.clock.now()) }),
    }
  }),
  UpdateStateMachine: operation(
    {
      stateMachineArn: required(arn),
      definition: definitionText,
      roleArn: arn,
      publish: flag,
      versionDescription: description,
      ...configurationMembers,
    },
    async (parts, request) => {
      const { stateMachineArn, roleArn, publish = false, versionDescription } = request
      const { name } = readMachineArn(parts, stateMachineArn)
      checkPublishing(publish, versionDescription)
      const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = request
      const changes = [request.definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration]
      if (changes.every((change) => change === undefined)) {
        throw new ApiError(
          "MissingRequiredParameter",
          "Either the definition, the role ARN, the LoggingConfiguration, the TracingConfiguration or the EncryptionConfiguration must be specified",
        )
      }
      if (roleArn !== undefined) checkRole(roleArn)
      const known = await present(parts, name)
      if (known === undefined) throw machineDoesNotExist(stateMachineArn)
      const stored =
        request.definition === undefined ? {} : await storeDefinition(parts, name, known.type, request.definition)
      const now = parts.clock.now()
      const machine = await parts.machines.change(name, (known): StoredMachine => {
        if (known === undefined) throw machineDoesNotExist(stateMachineArn)
        if (known.deleting === true) throw machineDeleting(stateMachineArn)
        const { id: _, ...was } = known.revision
        const configuration = configurationFrom(request, was)
        const kept = { ...was, ...stored, ...(roleArn === undefined ? {} : { roleArn }), ...configuration }
        const isSame = JSON.stringify(kept) === JSON.stringify(was)
        const revision: Revision = isSame ? known.revision : { id: randomUUID(), ...kept, updatedAt: now }
        const changed = { ...known, plan: revision.plan, revision }
        return publish ? published(changed, now, versionDescription) : changed
      })
      const { revision, lastVersion } = machine
      return {
        updateDate: seconds(revision.updatedAt),
        ...(revision.id === undefined ? {} : { revisionId: revision.id }),
        ...(publish ? { stateMachineVersionArn: versionArn(parts, machine, lastVersion) } : {}),
      }
    },
  ),
  DeleteStateMachine: operation({ stateMachineArn: required(arn) }, async (parts, { stateMachineArn }) => {
    const { name, qualifier } = readArn(stateMachineArn, "stateMachine")
    if (qualifier === undefined) readMachineArn(parts, stateMachineArn)
    else throw new ApiError("ValidationException", "Versions and aliases are deleted by operations of their own")
    await parts.machines.change(name, (known) =>
      known === undefined || known.deleting === true ? known : { ...known, deleting: true as const },
    )
    await present(parts, name)
    return {}
  }),
}

/** What DescribeStateMachine and DescribeStateMachineForExecution show of a revision. */
export async function shownRevision(
  parts: Parts,
  revision: Revision,
  includedData: "ALL_DATA" | "METADATA_ONLY" = "ALL_DATA",
): Promise<Readonly<Record<string, unknown>>> {
  const { id, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = revision
  const definition = includedData === "METADATA_ONLY" ? "" : await parts.definitions.get(revision.definition)
  return {
    definition,
    ...(definition === ""
      ? {}
      : { variableReferences: parts.definitions.variablesOf(revision.definition, definition) }),
    roleArn,
    loggingConfiguration,
    tracingConfiguration,
    encryptionConfiguration,
    ...(id === undefined ? {} : { revisionId: id }),
  }
}

function checkPublishing(publish: boolean, description: string | undefined): void {
  if (publish || description === undefined) return
  throw new ApiError("ValidationException", "Version description can only be set when publish is true")
}

/** A second creation is answered as the first one where all that counts is the same. (AWS: CreateStateMachine, idempotency) */
function same(
  parts: Parts,
  known: StoredMachine,
  revision: Revision,
  type: string,
  publish: boolean,
  description: string | undefined,
): StoredMachine {
  if (known.deleting === true) throw machineDeleting(machineArn(parts, known.name))
  const counting = ({ definition, loggingConfiguration, tracingConfiguration, encryptionConfiguration }: Revision) =>
    JSON.stringify([definition, loggingConfiguration, tracingConfiguration, encryptionConfiguration])
  const [first] = known.versions
  const isPublished = first !== undefined && first.number === known.lastVersion && first.description === description
  if (counting(known.revision) === counting(revision) && known.type === type && (!publish || isPublished)) return known
  throw new ApiError("StateMachineAlreadyExists", `State Machine Already Exists: '${machineArn(parts, known.name)}'`)
}
