import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

import type { Json, JsonObject } from "@stepwright/engine/asl"

/** A recorded case, as `cases/*.json` holds it. */
export type Case = ExecutionCase | ValidationCase | TestStateCase

interface CaseBase {
  readonly id: string
  readonly source: string
  /** `dd-mm-yyyy, hh:mm:ss`. */
  readonly recorded: string
  readonly area: string
  readonly type: "STANDARD" | "EXPRESS"
  readonly definition?: JsonObject
  /** Instead of `definition`, where the text sent was no JSON object. */
  readonly definitionText?: string
  /** Tokens that stand for values which differ from run to run. */
  readonly volatile: readonly string[]
  readonly notes?: string
}

export interface ExecutionCase extends CaseBase {
  readonly kind: "execution"
  readonly definition: JsonObject
  readonly input: Json
  readonly mocks: Mocks
  readonly expected: ExpectedExecution
}

export interface ValidationCase extends CaseBase {
  readonly kind: "validation"
  readonly expected: {
    readonly valid: boolean
    readonly api: string
    readonly diagnostics?: readonly JsonObject[]
    readonly result?: string
    readonly error?: string
    readonly message?: string
  }
}

export interface TestStateCase extends CaseBase {
  readonly kind: "testState"
  readonly request: JsonObject
  /** `$state`: what the service answered that the tested state really called. */
  readonly mocks: { readonly $state?: readonly Attempt[] }
  readonly expected: JsonObject
}

/** By state name: its attempts in order, or those of iterations that interleave. `$s3`: the objects of a bucket. */
export interface Mocks {
  readonly [state: string]: readonly Attempt[] | AttemptsByInput | readonly StoredObject[]
}

export interface AttemptsByInput {
  readonly byInput: true
  readonly results: readonly Attempt[]
}

export interface Attempt {
  readonly input: Json
  /** The raw state input, where it differs from `input`. */
  readonly stateInput?: Json
  readonly output?: Json
  readonly error?: string | null
  readonly cause?: string
  /** The immediate response of a `.sync` or callback call. */
  readonly submitted?: Json
  /** The task did not answer. */
  readonly never?: boolean
  /** It was still running when something else ended it. */
  readonly aborted?: boolean
}

export interface StoredObject {
  readonly bucket: string
  readonly key: string
  readonly body: string
}

export interface ExpectedExecution {
  readonly status: string
  readonly output?: Json
  readonly error?: string
  readonly cause?: string
  readonly history?: readonly RecordedEvent[]
  readonly previousEventIds?: readonly number[]
  readonly concurrent?: boolean
  readonly unordered?: boolean
}

/** An event of a recorded history: `type`, and those details that it had. */
export interface RecordedEvent extends JsonObject {
  readonly type: string
}

/**
 * Reads every case of a folder, by file name.
 * @throws {Error} for a folder without any, and for a file that is no JSON.
 */
export function readCases(folder: string): readonly Case[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
  if (files.length === 0) throw new Error("it holds no *.json")
  return files.map((file) => readCase(join(folder, file)))
}

function readCase(file: string): Case {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Case // the corpus's own format
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
