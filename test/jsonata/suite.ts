import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

import type { Value } from "../../packages/engine/src/query/jsonata/value.ts"

/** A case of the JSONata project: an expression, what it reads, and what must come of it. */
export interface SuiteCase {
  /** `group/file` or `group/file[index]`. */
  readonly id: string
  readonly source: string
  /** Undefined where the case gives no input. */
  readonly input: Value
  readonly bindings: Readonly<Record<string, Value>>
  readonly expected: Expected
  /** Arrays are compared as sets. */
  readonly unordered: boolean
}

/** `error`: its code, and the token where the case names one. */
export type Expected =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "error"; readonly code: string; readonly token: string | undefined }

interface Written {
  readonly expr?: string
  readonly "expr-file"?: string
  readonly dataset?: string | null
  readonly data?: Value
  readonly bindings?: Readonly<Record<string, Value>>
  readonly result?: Value
  readonly undefinedResult?: boolean
  readonly code?: string
  readonly token?: string
  readonly error?: { readonly code?: string }
  readonly unordered?: boolean
}

/**
 * The folder of the JSONata project's own cases: `STEPWRIGHT_JSONATA_SUITE`, else `shared/jsonata-suite` beside the
 * checkout; undefined where neither is there. The cases are that project's and not part of this repository.
 */
export function suiteFolder(): string | undefined {
  const named = process.env["STEPWRIGHT_JSONATA_SUITE"]
  const folder = named ?? join(import.meta.dirname, "../../../shared/jsonata-suite")
  return existsSync(join(folder, "groups")) ? folder : undefined
}

/** Reads every case of the folder, in the order of their names. */
export function readSuite(folder: string): readonly SuiteCase[] {
  const groups = join(folder, "groups")
  const dataset = datasets(join(folder, "datasets"))
  return readdirSync(groups)
    .sort()
    .flatMap((group) => readGroup(join(groups, group), group, dataset))
}

function readGroup(folder: string, group: string, dataset: (name: string) => Value): readonly SuiteCase[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"))
  return files.sort().flatMap((file) => {
    const written: unknown = JSON.parse(readFileSync(join(folder, file), "utf8"))
    const id = `${group}/${file.slice(0, -5)}`
    if (!Array.isArray(written)) return [readCase(folder, id, written as Written, dataset)] // the suite's format
    return written.map((one, index) => readCase(folder, `${id}[${index}]`, one as Written, dataset)) // likewise
  })
}

function readCase(folder: string, id: string, written: Written, dataset: (name: string) => Value): SuiteCase {
  const file = written["expr-file"]
  const name = written.dataset ?? undefined
  return {
    id,
    source: file === undefined ? (written.expr ?? "") : readFileSync(join(folder, file), "utf8"),
    input: name === undefined ? written.data : dataset(name),
    bindings: written.bindings ?? {},
    expected: expectedOf(written),
    unordered: written.unordered === true,
  }
}

function expectedOf(written: Written): Expected {
  const code = written.code ?? written.error?.code
  if (code !== undefined) return { kind: "error", code, token: written.token }
  return { kind: "value", value: written.undefinedResult === true ? undefined : written.result }
}

function datasets(folder: string): (name: string) => Value {
  const read = new Map<string, Value>()
  return (name) => {
    if (!read.has(name)) read.set(name, JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")))
    return read.get(name)
  }
}
