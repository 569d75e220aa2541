import type { z } from "zod"

/** Where zod keeps what `meta` says; here by its place, since zod itself need not be in the bundle of a handler. */
interface WithRegistry {
  readonly __zod_globalRegistry?: { get(schema: z.core.$ZodType): Readonly<Record<string, unknown>> | undefined }
}

/**
 * Whether a schema marks what stands at a path, or what that is a part of, as secret. Where there are alternatives, what is
 * secret in any of them is.
 */
export function isSecretIn(schema: z.core.$ZodType, path: readonly PropertyKey[]): boolean {
  const { __zod_globalRegistry: registry } = globalThis as WithRegistry
  if (registry?.get(schema)?.["secret"] === true) return true
  const def = schema._zod.def as AnyDef
  if (same.some((part) => isSchema(def[part]) && isSecretIn(def[part], path))) return true
  if (def.type === "lazy" && isSecretIn((def["getter"] as () => z.core.$ZodType)(), path)) return true
  if (Array.isArray(def["options"]) && def["options"].some((option) => isSchema(option) && isSecretIn(option, path)))
    return true
  const [step, ...rest] = path
  if (step === undefined) return false
  const member = memberOf(def, step)
  return isSchema(member) && isSecretIn(member, rest)
}

/** What a schema is made of, whatever its kind. */
type AnyDef = Readonly<Record<string, unknown>> & { readonly type: string }

/** Parts that stand where the whole stands. */
const same = ["innerType", "in", "left", "right"] as const

function memberOf(def: AnyDef, step: PropertyKey): unknown {
  switch (def.type) {
    case "object": {
      const shape = def["shape"] as Readonly<Record<PropertyKey, unknown>>
      return Object.hasOwn(shape, step) ? shape[step] : def["catchall"]
    }
    case "array":
      return def["element"]
    case "tuple":
      return (def["items"] as Readonly<Record<PropertyKey, unknown>>)[step] ?? def["rest"]
    case "record":
    case "map":
    case "set":
      return def["valueType"]
    default:
      return undefined
  }
}

function isSchema(part: unknown): part is z.core.$ZodType {
  return typeof part === "object" && part !== null && "_zod" in part
}
