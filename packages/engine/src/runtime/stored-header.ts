import type { ExecutionHeader } from "../core/index.ts"
import type { Reserved } from "../ports/sessions.ts"
import type { TraceContext } from "../ports/telemetry.ts"
import type { Text } from "../ports/text.ts"
import { homeOfId, machineArn, workflowOf } from "./execution-name.ts"
import { jsonOf, Unwritten } from "./unwritten.ts"

/** The version of the stored format, and of the core that wrote the journal. */
const version = 1

/** What is stored of a start beside its record. A stored format: add optional members only. */
export interface StoredHeader {
  readonly v: number
  readonly seed: string
  /** Of a child workflow: the step that started it. */
  readonly parent?: ParentLink
  /** Of a distributed Map's child execution: as in its header. */
  readonly map?: { readonly state: string }
  readonly rootKey?: string
  /** The trace that it was started in. */
  readonly trace?: TraceContext
  /** The role that it shows, where its start named one. */
  readonly roleArn?: string
  /** What whoever started it wants to know again of the start. */
  readonly labels?: Readonly<Record<string, string>>
}

/** The step that started a child workflow, or the place in a distributed Map that runs a child execution. */
export interface ParentLink {
  readonly execution: string
  readonly frame: number
  readonly seq: number
  /** Whom to tell of the end, and in which form; absent where nobody waits. */
  readonly awaits?: { readonly token: string; readonly mode: "sync" | "sync:2" | "map" }
}

export function headerText(seed: string, more?: Omit<StoredHeader, "v" | "seed">): Text {
  return new Unwritten<StoredHeader>(more === undefined ? { v: version, seed } : { v: version, seed, ...more })
}

/** @throws {Error} for a format that this release does not know. */
export function readHeader(text: Text): StoredHeader {
  const stored = jsonOf(text) as unknown as StoredHeader // our own format, once its version is
  if (stored.v !== version) throw new Error(`a journal of format ${String(stored.v)}: this release reads ${version}`)
  return stored
}

/** The role that an execution shows which was given none: none is assumed here. */
const roleArn = "arn:aws:iam::000000000000:role/stepwright"

/** What of a record says what an execution is. */
type Recorded = Pick<Reserved, "id" | "name" | "machine" | "startedAt" | "input">

/** What an execution is, from what is stored of it. */
export function executionHeader(record: Recorded, stored: StoredHeader): ExecutionHeader {
  const workflow = workflowOf(record.machine)
  const header = {
    version: stored.v,
    id: record.id,
    name: record.name,
    stateMachine: { id: machineArn(workflow, homeOfId(record.id)), name: workflow },
    roleArn: stored.roleArn ?? roleArn,
    input: jsonOf(record.input),
    seed: stored.seed,
    startedAt: record.startedAt,
  }
  if (stored.map === undefined) return header
  return { ...header, map: stored.map, ...(stored.rootKey === undefined ? {} : { rootKey: stored.rootKey }) }
}
