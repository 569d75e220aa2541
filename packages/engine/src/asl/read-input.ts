import { quotas } from "./quotas.ts"
import { maxDiagnostics } from "./diagnostic-list.ts"
import type { Diagnostic } from "./diagnostic.ts"
import type { Json } from "./json.ts"
import { jsonFault } from "./json-fault.ts"
import { scanJson } from "./scan-json.ts"

/** How deeply a definition's JSON may nest. AWS's own limit is not documented; this one keeps every reader's stack safe. */
export const maxDepth = 400

/** Bytes of UTF-8 that a definition may have. (AWS: Step Functions service quotas) */
export const maxDefinitionBytes: number = quotas.definition.aws

/** The value that a text or an object holds, or what is wrong with it as a whole. */
export interface ReadInput {
  readonly value?: Json
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a definition's JSON. Never throws, whatever it is given. */
export function readInput(input: unknown): ReadInput {
  return typeof input === "string" ? readText(input) : readObject(input)
}

function readText(text: string): ReadInput {
  if (isLong(text)) return refused("SCHEMA_VALIDATION_FAILED", tooLong)
  if (text.trim() === "") return refused("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object")
  let value: Json
  try {
    value = JSON.parse(text) as Json // JSON is Json
  } catch (error) {
    const own = error instanceof Error ? error.message : "The text is not JSON"
    const message = jsonFault(text)
    return message === undefined
      ? refused("INVALID_JSON_DESCRIPTION", own)
      : refused("INVALID_JSON_DESCRIPTION", message, own)
  }
  const { depth, duplicates } = scanJson(text, maxDepth)
  if (depth > maxDepth) return refused("TOO_DEEPLY_NESTED", tooDeep)
  return {
    value,
    diagnostics: duplicates.slice(0, maxDiagnostics).map(({ location, name }) =>
      /(?:^|\/)States$/.test(location)
        ? { severity: "ERROR", code: "DUPLICATE_STATE_NAME", message: `Duplicate State name: ${name}`, location }
        : {
            severity: "WARNING",
            code: "DUPLICATE_FIELD",
            message: `Field '${name}' appears more than once; the last one counts`,
            location,
          },
    ),
  }
}

function readObject(input: unknown): ReadInput {
  try {
    const value = copy(input, 0, { left: maxDefinitionBytes, open: new Set() })
    if (isLong(JSON.stringify(value))) return refused("SCHEMA_VALIDATION_FAILED", tooLong)
    return { value, diagnostics: [] }
  } catch (error) {
    if (error instanceof Refused) return refused(error.code, error.message)
    // A getter or proxy of the caller's threw.
    return refused("INVALID_JSON_DESCRIPTION", `The definition cannot be read: ${String(error)}`)
  }
}

interface Copying {
  /** How many values may still come. */
  left: number
  /** The objects that hold the one at hand. */
  readonly open: Set<object>
}

/** A plain copy that shares nothing with the caller's object. Members that are undefined are left out, as in JSON. */
function copy(value: unknown, depth: number, state: Copying): Json {
  if (--state.left < 0) throw new Refused("SCHEMA_VALIDATION_FAILED", tooLong)
  if (value === null || typeof value === "string" || typeof value === "boolean") return value
  if (typeof value === "number" && Number.isFinite(value)) return value
  if (typeof value !== "object") {
    throw new Refused("INVALID_JSON_DESCRIPTION", `The definition is not JSON: it holds ${describe(value)}`)
  }
  if (state.open.has(value))
    throw new Refused("INVALID_JSON_DESCRIPTION", "The definition is not JSON: it holds itself")
  if (depth >= maxDepth) throw new Refused("TOO_DEEPLY_NESTED", tooDeep)
  state.open.add(value)
  const made = Array.isArray(value)
    ? value.map((item: unknown) => copy(item ?? null, depth + 1, state))
    : copyMembers(value, depth, state)
  state.open.delete(value)
  return made
}

function copyMembers(value: object, depth: number, state: Copying): Json {
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  // fromEntries defines members, so that one named `__proto__` is a member like any other.
  return Object.fromEntries(members.map(([name, member]) => [name, copy(member, depth + 1, state)]))
}

class Refused extends Error {
  readonly code: Diagnostic["code"]

  constructor(code: Diagnostic["code"], message: string) {
    super(message)
    this.code = code
  }
}

const tooDeep = `The definition nests more than ${maxDepth} levels deep`
const tooLong = `The definition has more than ${maxDefinitionBytes} bytes`

function refused(code: Diagnostic["code"], message: string, detail?: string): ReadInput {
  return { diagnostics: [{ severity: "ERROR", code, message, ...(detail === undefined ? {} : { detail }) }] }
}

function describe(value: unknown): string {
  return typeof value === "number" ? String(value) : value === undefined ? "undefined" : `a ${typeof value}`
}

function isLong(text: string): boolean {
  if (text.length > maxDefinitionBytes) return true
  return text.length * 3 > maxDefinitionBytes && new TextEncoder().encode(text).length > maxDefinitionBytes
}
