import { isJsonObject, type Json } from "../../asl/json.ts"
import { environment } from "../environment.ts"
import { random, uuid } from "../prf.ts"
import { formatText } from "./format-text.ts"
import { IntrinsicError } from "./intrinsic-error.ts"
import { seededRandom } from "./java-random.ts"

interface Intrinsic {
  /** Least and greatest number of arguments. */
  readonly arity: readonly [number, number]
  /** `seed` names this call for the pseudo-random function. */
  readonly apply: (args: readonly Json[], seed: () => string) => Json
}

const maxRange = 1000
const maxHashed = 10_000

/** The 18 intrinsic functions, by name. (AWS: amazon-states-language-intrinsic-functions) */
export const intrinsics: Readonly<Record<string, Intrinsic>> = {
  "States.Format": { arity: [1, Infinity], apply: ([template, ...args]) => formatText(text(template), args) },
  "States.StringToJson": { arity: [1, 1], apply: ([value]) => parseJson(text(value)) },
  "States.JsonToString": { arity: [1, 1], apply: ([value]) => JSON.stringify(value) },
  "States.Array": { arity: [0, Infinity], apply: (args) => args },
  "States.ArrayPartition": { arity: [2, 2], apply: ([array, size]) => partition(list(array), positive(size)) },
  "States.ArrayContains": {
    arity: [2, 2],
    apply: ([array, value]) => list(array).some((item) => canonical(item) === canonical(value ?? null)),
  },
  "States.ArrayRange": { arity: [3, 3], apply: ([from, to, by]) => range(integer(from), integer(to), integer(by)) },
  "States.ArrayGetItem": { arity: [2, 2], apply: ([array, index]) => item(list(array), integer(index)) },
  "States.ArrayLength": { arity: [1, 1], apply: ([array]) => list(array).length },
  "States.ArrayUnique": {
    arity: [1, 1],
    apply: ([array]) => [...new Map(list(array).map((value) => [canonical(value), value])).values()],
  },
  "States.Base64Encode": { arity: [1, 1], apply: ([value]) => encode(bounded(text(value))) },
  "States.Base64Decode": { arity: [1, 1], apply: ([value]) => decode(bounded(text(value))) },
  "States.Hash": {
    arity: [2, 2],
    apply: ([value, algorithm]) => {
      const name = text(algorithm)
      if (name !== "MD5" && name !== "SHA-1" && name !== "SHA-256" && name !== "SHA-384" && name !== "SHA-512") {
        throw new IntrinsicError()
      }
      return environment().hash(name, bounded(typeof value === "string" ? value : JSON.stringify(value)))
    },
  },
  "States.JsonMerge": {
    arity: [3, 3],
    apply: ([left, right, deep]) => {
      if (deep !== false) throw new IntrinsicError()
      return { ...object(left), ...object(right) }
    },
  },
  "States.MathRandom": {
    arity: [2, 3],
    apply: ([from, to, given], seed) => {
      const low = integer(from)
      const high = integer(to)
      if (low >= high) throw new IntrinsicError()
      const chance = given === undefined ? random(seed(), 0) : seededRandom(integer(given))
      return low + Math.floor(chance * (high - low))
    },
  },
  "States.MathAdd": {
    arity: [2, 2],
    apply: ([left, right]) => int32(int32(integer(left)) + int32(integer(right))),
  },
  "States.StringSplit": { arity: [2, 2], apply: ([value, delimiters]) => split(text(value), text(delimiters)) },
  "States.UUID": { arity: [0, 0], apply: (_, seed) => uuid(seed(), 0) },
}

function text(value: Json | undefined): string {
  if (typeof value === "string") return value
  throw new IntrinsicError()
}

function list(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[] // isArray does not narrow a readonly array
  throw new IntrinsicError()
}

function object(value: Json | undefined): Readonly<Record<string, Json>> {
  if (isJsonObject(value)) return value
  throw new IntrinsicError()
}

/** Numbers are rounded half up, as Java does: 1.5 is 2, -1.5 is -1. */
function integer(value: Json | undefined): number {
  if (typeof value === "number" && Number.isFinite(value)) return Math.round(value) + 0
  throw new IntrinsicError()
}

/** AWS: from -2147483648 through 2147483647. */
function int32(value: number): number {
  if (value === (value | 0)) return value
  throw new IntrinsicError()
}

function positive(value: Json | undefined): number {
  const number = integer(value)
  if (number > 0) return number
  throw new IntrinsicError()
}

function bounded(value: string): string {
  if (value.length <= maxHashed) return value
  throw new IntrinsicError()
}

/** The empty text is null. */
function parseJson(value: string): Json {
  if (value.trim() === "") return null
  try {
    return JSON.parse(value) as Json
  } catch {
    throw new IntrinsicError()
  }
}

function partition(array: readonly Json[], size: number): Json {
  return Array.from({ length: Math.ceil(array.length / size) }, (_, at) => array.slice(at * size, (at + 1) * size))
}

function range(from: number, to: number, by: number): Json {
  if (by === 0) throw new IntrinsicError()
  const length = Math.max(0, Math.floor((to - from) / by) + 1)
  if (length > maxRange) throw new IntrinsicError()
  return Array.from({ length }, (_, at) => from + at * by)
}

function item(array: readonly Json[], index: number): Json {
  const value = index < 0 ? undefined : array[index]
  if (value === undefined) throw new IntrinsicError()
  return value
}

/** Each character of `delimiters` splits; empty parts are dropped. */
function split(value: string, delimiters: string): Json {
  const parts: string[] = []
  let part = ""
  for (const char of value) {
    if (!delimiters.includes(char)) part += char
    else if (part !== "") {
      parts.push(part)
      part = ""
    }
  }
  return part === "" ? parts : [...parts, part]
}

/** Equal values give equal text, whatever the order of their keys. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join()}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const fields = Object.keys(value).toSorted()
  return `{${fields.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join()}}`
}

function encode(value: string): string {
  let binary = ""
  for (const byte of new TextEncoder().encode(value)) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** As Java decodes: no white space, padding as you like, and what is no UTF-8 becomes U+FFFD. */
function decode(value: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw new IntrinsicError()
  try {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      Uint8Array.from(atob(value), (char) => char.charCodeAt(0)),
    )
  } catch {
    throw new IntrinsicError()
  }
}
