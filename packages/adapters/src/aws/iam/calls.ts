import { isJsonObject, type Json, type StateDefinition, type StateMap } from "@stepwright/engine/asl"

import { type Given, givenBy } from "./given.ts"

/** A call that a Task state makes. */
export interface ServiceCall {
  readonly state: string
  /** `/States/Charge` */
  readonly location: string
  /** As in `arn:aws:states:::lambda:invoke`; `aws-sdk:s3` for a call by the SDK. */
  readonly service: string
  readonly action: string
  readonly pattern: "request" | "job" | "callback"
  readonly given: Given
  /** Whose role it is made with, where it is another's. */
  readonly credentials?: Given
}

/** A distributed Map: its executions are started by the state machine itself. */
export interface DistributedMap {
  readonly state: string
  readonly location: string
  readonly label?: string
  readonly reader?: MapData
  readonly writer?: MapData
}

/** `s3:getObject`, and what it is given. */
export interface MapData {
  readonly resource: string
  readonly given: Given
}

/** What a state machine asks of AWS. */
export interface Calls {
  readonly calls: readonly ServiceCall[]
  readonly maps: readonly DistributedMap[]
  /** Whether each call stands in a distributed Map, whose children run it. */
  readonly inChildren: ReadonlySet<ServiceCall>
}

/** Everything that a state machine asks of AWS, in the order in which it stands. */
export function callsOf(definition: StateMap): Calls {
  const found: { calls: ServiceCall[]; maps: DistributedMap[]; inChildren: Set<ServiceCall> } = {
    calls: [],
    maps: [],
    inChildren: new Set(),
  }
  walk(definition, "", definition.QueryLanguage ?? "JSONPath", false)
  return found

  function walk(level: StateMap, above: string, outer: string, child: boolean): void {
    for (const [state, body] of Object.entries(level.States)) {
      const location = `${above}/States/${state}`
      const jsonata = (body.QueryLanguage ?? outer) === "JSONata"
      if (body.Type === "Task") {
        const call = callOf(body, { state, location, jsonata })
        if (call !== undefined) found.calls.push(call)
        if (call !== undefined && child) found.inChildren.add(call)
      }
      if (body.Type === "Parallel")
        for (const [index, branch] of body.Branches.entries())
          walk(branch, `${location}/Branches[${index}]`, branch.QueryLanguage ?? outer, child)
      if (body.Type !== "Map") continue
      const processor = body.ItemProcessor ?? body.Iterator
      if (processor === undefined) continue
      const distributed = processor.ProcessorConfig?.Mode === "DISTRIBUTED"
      if (distributed) found.maps.push(mapOf(body, { state, location, jsonata }))
      const field = body.ItemProcessor === undefined ? "Iterator" : "ItemProcessor"
      walk(processor, `${location}/${field}`, processor.QueryLanguage ?? outer, child || distributed)
    }
  }
}

interface Place {
  readonly state: string
  readonly location: string
  readonly jsonata: boolean
}

function callOf(task: Extract<StateDefinition, { Type: "Task" }>, place: Place): ServiceCall | undefined {
  const { Resource: resource } = task
  const { state, location, jsonata } = place
  const [, called, suffix = ""] =
    /^arn:aws[\w-]*:states:::(.+?)(\.sync(?::2)?|\.waitForTaskToken)?$/.exec(resource) ?? []
  const given = givenBy(jsonata ? task.Arguments : task.Parameters, jsonata)
  const credentials = task.Credentials === undefined ? {} : { credentials: givenBy(task.Credentials, jsonata) }
  const pattern = suffix.startsWith(".sync") ? "job" : suffix === "" ? "request" : "callback"
  if (called !== undefined) {
    const colon = called.lastIndexOf(":")
    const [service, action] = [called.slice(0, colon), called.slice(colon + 1)]
    return { state, location, service, action, pattern, given, ...credentials }
  }
  // Whoever serves an activity asks for its work: the state machine calls nobody.
  if (/(?:^|:)activity[:_-]/.test(resource)) return undefined
  const named = givenBy({ FunctionName: resource }, jsonata)
  return { state, location, service: "lambda", action: "invoke", pattern, given: named, ...credentials }
}

function mapOf(map: Extract<StateDefinition, { Type: "Map" }>, { state, location, jsonata }: Place): DistributedMap {
  const reader = mapData(map.ItemReader, jsonata)
  const writer = mapData(map.ResultWriter, jsonata)
  return {
    state,
    location,
    ...(map.Label === undefined ? {} : { label: map.Label }),
    ...(reader === undefined ? {} : { reader }),
    ...(writer === undefined ? {} : { writer }),
  }
}

function mapData(data: Json | undefined, jsonata: boolean): MapData | undefined {
  if (!isJsonObject(data) || typeof data.Resource !== "string") return undefined
  const args = jsonata ? data.Arguments : data.Parameters
  // What is read of each object is said beside the arguments.
  const config = isJsonObject(data.ReaderConfig) ? data.ReaderConfig : {}
  const loads = config.Transformation === "LOAD_AND_FLATTEN" ? { Transformation: "LOAD_AND_FLATTEN" } : {}
  const given = isJsonObject(args) ? { ...args, ...loads } : args
  return { resource: data.Resource.replace(/^arn:aws[\w-]*:states:::/, ""), given: givenBy(given, jsonata) }
}
