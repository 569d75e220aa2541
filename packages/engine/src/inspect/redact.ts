import { isJsonObject, type Json, type JsonObject } from "../asl/json.ts"

/** What stands in the place of a secret. */
export const redacted = "[secret]"

/**
 * A value as people may be shown it: what its JSON Schema marks `secret: true` reads `[secret]`, whatever it is. Where
 * the schema has alternatives, what is secret in any of them is secret.
 */
export function redact(value: Json, schema: JsonObject): Json {
  return redactBy(value, schema, schema)
}

/** Whether a JSON Schema marks what stands at a path, or what that is a part of, as secret. */
export function isSecretAt(schema: JsonObject, path: readonly PropertyKey[]): boolean {
  // As deep as the path goes, whatever stands there.
  const value = path
    .toReversed()
    .reduce<Json>((inner, step) => (typeof step === "number" ? filled(step, inner) : { [String(step)]: inner }), null)
  let at: Json | undefined = redact(value, schema)
  for (const step of path) {
    if (at === redacted) return true
    at = (at as { readonly [step: PropertyKey]: Json } | null)?.[step] // made of the same steps
  }
  return at === redacted
}

function filled(index: number, value: Json): Json {
  return Array.from({ length: index + 1 }, () => value)
}

function redactBy(value: Json, schema: Json | undefined, root: JsonObject): Json {
  if (!isJsonObject(schema)) return value
  if (schema.secret === true) return redacted
  let shown = value
  for (const other of alternatives(schema, root)) shown = redactBy(shown, other, root)
  if (Array.isArray(shown))
    return (shown as readonly Json[]).map((item, index) => redactBy(item, itemSchema(schema, index), root))
  if (!isJsonObject(shown)) return shown
  const { properties, additionalProperties } = schema
  const known = isJsonObject(properties) ? properties : {}
  return Object.fromEntries(
    Object.entries(shown).map(([name, member]) => [
      name,
      redactBy(member, Object.hasOwn(known, name) ? known[name] : additionalProperties, root),
    ]),
  )
}

function alternatives(schema: JsonObject, root: JsonObject): readonly Json[] {
  const all = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) =>
    Array.isArray(list) ? (list as readonly Json[]) : [],
  )
  const { $ref } = schema
  const target = typeof $ref === "string" ? at(root, $ref) : undefined
  return target === undefined ? all : [...all, target]
}

/** What a reference inside of the document names: `#`, `#/$defs/Card`. */
function at(root: JsonObject, reference: string): Json | undefined {
  let found: Json | undefined = root
  for (const step of reference.split("/").slice(1)) found = isJsonObject(found) ? found[step] : undefined
  return found
}

function itemSchema({ prefixItems, items }: JsonObject, index: number): Json | undefined {
  return (Array.isArray(prefixItems) ? (prefixItems as readonly Json[])[index] : undefined) ?? items
}
