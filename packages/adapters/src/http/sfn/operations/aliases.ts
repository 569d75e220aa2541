import { ApiError } from "../api-error.ts"
import { invalidArn, readArn } from "../arn.ts"
import { cursorOf, pageSize, pageToken } from "../page-token.ts"
import { type Parts, seconds } from "../parts.ts"
import { arn, list, page, required, structure, text } from "../request/shape.ts"
import type { Alias, Route, StoredMachine } from "../store/machine.ts"
import { machineArn, machineDeleting, namedBy } from "./machine-of.ts"
import { invalidName } from "./names.ts"
import { operation, type Operations } from "./operation.ts"
import { versionArn } from "./versions.ts"

/** (AWS: quotas, aliases of a state machine) */
const mostAliases = 100

const routing = list(
  structure({
    stateMachineVersionArn: required(arn),
    weight: { kind: "integer", least: 0, most: 100, required: true },
  }),
  { least: 1, most: 2 },
)
const description = text({ most: 256 })

interface GivenRoute {
  readonly stateMachineVersionArn: string
  readonly weight: number
}

export const aliasOperations: Operations = {
  CreateStateMachineAlias: operation(
    { name: required(text({ least: 1, most: 80 })), description, routingConfiguration: required(routing) },
    async (parts, { name, description, routingConfiguration }) => {
      if (!/^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/.test(name)) throw invalidName(name)
      const machineName = machineOfRoutes(parts, routingConfiguration)
      const now = parts.clock.now()
      const machine = await parts.machines.change(machineName, (known): StoredMachine => {
        const machine = existing(parts, known, machineArn(parts, machineName))
        const routes = routesIn(parts, machine, routingConfiguration)
        const own = description === undefined ? {} : { description }
        const alias: Alias = { name, ...own, routes, createdAt: now, updatedAt: now }
        const before = machine.aliases.find((alias) => alias.name === name)
        if (before !== undefined) {
          if (counting(before) === counting(alias)) return machine
          throw new ApiError(
            "ConflictException",
            "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
          )
        }
        if (machine.aliases.length >= mostAliases) {
          throw new ApiError(
            "ServiceQuotaExceededException",
            `A state machine may have at most ${mostAliases} aliases: '${machineName}'`,
          )
        }
        return { ...machine, aliases: [...machine.aliases, alias] }
      })
      const made = machine.aliases.find((alias) => alias.name === name)
      return {
        stateMachineAliasArn: machineArn(parts, machineName, name),
        creationDate: seconds(made?.createdAt ?? now),
      }
    },
  ),
  DescribeStateMachineAlias: operation(
    { stateMachineAliasArn: required(arn) },
    async (parts, { stateMachineAliasArn }) => {
      const [machineName, name] = aliasIn(stateMachineAliasArn)
      const machine = stateMachineAliasArn.startsWith(parts.home) ? await parts.machines.get(machineName) : undefined
      const alias = machine?.aliases.find((alias) => alias.name === name)
      if (machine === undefined || alias === undefined) throw notFound(stateMachineAliasArn)
      return {
        stateMachineAliasArn,
        name,
        ...(alias.description === undefined ? {} : { description: alias.description }),
        routingConfiguration: alias.routes.map(({ version, weight }) => ({
          stateMachineVersionArn: versionArn(parts, machine, version),
          weight,
        })),
        creationDate: seconds(alias.createdAt),
        updateDate: seconds(alias.updatedAt),
      }
    },
  ),
  UpdateStateMachineAlias: operation(
    { stateMachineAliasArn: required(arn), description, routingConfiguration: routing },
    async (parts, { stateMachineAliasArn, description, routingConfiguration }) => {
      const [machineName, name] = aliasIn(stateMachineAliasArn)
      if (description === undefined && routingConfiguration === undefined) {
        throw new ApiError("ValidationException", "Either description or routingConfiguration must be specified")
      }
      if (routingConfiguration !== undefined) machineOfRoutes(parts, routingConfiguration)
      const now = parts.clock.now()
      await parts.machines.change(machineName, (known): StoredMachine => {
        const machine = existing(parts, known, stateMachineAliasArn)
        const alias = machine.aliases.find((alias) => alias.name === name)
        if (alias === undefined) throw notFound(stateMachineAliasArn)
        const changed: Alias = {
          ...alias,
          ...(description === undefined ? {} : { description }),
          ...(routingConfiguration === undefined ? {} : { routes: routesIn(parts, machine, routingConfiguration) }),
          updatedAt: now,
        }
        return { ...machine, aliases: machine.aliases.map((other) => (other === alias ? changed : other)) }
      })
      return { updateDate: seconds(now) }
    },
  ),
  DeleteStateMachineAlias: operation(
    { stateMachineAliasArn: required(arn) },
    async (parts, { stateMachineAliasArn }) => {
      const [machineName, name] = aliasIn(stateMachineAliasArn)
      if (!stateMachineAliasArn.startsWith(parts.home)) throw notFound(stateMachineAliasArn)
      await parts.machines.change(machineName, (known) => {
        const aliases = known?.aliases.filter((alias) => alias.name !== name)
        if (known === undefined || aliases?.length === known.aliases.length) throw notFound(stateMachineAliasArn)
        return { ...known, aliases: aliases ?? [] }
      })
      return {}
    },
  ),
  ListStateMachineAliases: operation(
    { stateMachineArn: required(arn), ...page },
    async (parts, { stateMachineArn, maxResults, nextToken }) => {
      const { machine, version } = await namedBy(parts, stateMachineArn)
      if (machine.deleting === true) throw machineDeleting(stateMachineArn)
      const listing = ["ListStateMachineAliases", stateMachineArn] as const
      const after = cursorOf(listing, nextToken, parts.clock.now()) ?? ""
      const size = pageSize(maxResults)
      const left = machine.aliases
        .filter(({ routes }) => version === undefined || routes.some((route) => route.version === version.number))
        .filter(({ name }) => name > after)
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      const shown = left.slice(0, size)
      const last = shown.at(-1)
      return {
        stateMachineAliases: shown.map(({ name, createdAt }) => ({
          stateMachineAliasArn: machineArn(parts, machine.name, name),
          creationDate: seconds(createdAt),
        })),
        ...(left.length > size && last !== undefined
          ? { nextToken: pageToken(listing, last.name, parts.clock.now()) }
          : {}),
      }
    },
  ),
}

/** The machine and the name in an alias's ARN. */
function aliasIn(text: string): readonly [machine: string, alias: string] {
  const { name, qualifier } = readArn(text, "stateMachine")
  if (qualifier === undefined || /^\d+$/.test(qualifier)) throw invalidArn(`Invalid ARN: ${text}`)
  return [name, qualifier]
}

function existing(parts: Parts, known: StoredMachine | undefined, arn: string): StoredMachine {
  if (known === undefined || !arn.startsWith(parts.home)) throw notFound(arn)
  if (known.deleting === true) throw machineDeleting(machineArn(parts, known.name))
  return known
}

/** The one machine that all routes lead to. */
function machineOfRoutes(parts: Parts, given: readonly GivenRoute[]): string {
  const arns = given.map(({ stateMachineVersionArn }) => stateMachineVersionArn)
  const shown = `[${arns.join(", ")}]`
  if (new Set(arns).size < arns.length) {
    throw invalid(`Routing configuration must contain distinct state machine version ARNs. Received: ${shown}`)
  }
  const weights = given.map(({ weight }) => weight)
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw invalid(`Sum of routing configuration weights must equal 100. Received: ${JSON.stringify(weights)}`)
  }
  const read = arns.map((arn) => readArn(arn, "stateMachine"))
  if (read.some(({ qualifier }) => qualifier === undefined || !/^\d+$/.test(qualifier))) {
    throw invalid(`Routing configuration must contain state machine version ARNs. Received: ${shown}`)
  }
  const names = [...new Set(read.map(({ name }) => name))]
  const [name] = names
  if (names.length !== 1 || name === undefined) {
    throw invalid(`Routing configuration must contain versions of one state machine. Received: ${shown}`)
  }
  const foreign = arns.find((arn) => !arn.startsWith(parts.home))
  if (foreign !== undefined) throw notFound(foreign)
  return name
}

function routesIn(parts: Parts, machine: StoredMachine, given: readonly GivenRoute[]): readonly Route[] {
  return given.map(({ stateMachineVersionArn, weight }) => {
    const version = Number(stateMachineVersionArn.slice(stateMachineVersionArn.lastIndexOf(":") + 1))
    if (!machine.versions.some(({ number }) => number === version)) {
      throw notFound(versionArn(parts, machine, version))
    }
    return { version, weight }
  })
}

const counting = ({ description, routes }: Alias): string => JSON.stringify([description, routes])

const invalid = (message: string): ApiError => new ApiError("ValidationException", message)

function notFound(resource: string): ApiError {
  return new ApiError("ResourceNotFound", `Request references a resource that does not exist: '${resource}'`, {
    members: { resourceName: resource },
  })
}
