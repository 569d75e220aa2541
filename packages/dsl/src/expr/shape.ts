import { z } from "zod"

import { joinShapes } from "./join-shapes.ts"
import { type Json, type SchemaData, type Shape, unknownShape } from "../tree/index.ts"

type JsonSchema = { readonly [key: string]: Json }

/** The shape of a field or element; through something optional it is optional. */
export function fieldShape(shape: Shape, key: string | number): Shape {
  const inner = innerShape(shape, key)
  return shape.optional === true || shape.nullable === true ? { ...inner, optional: true } : inner
}

function innerShape(shape: Shape, key: string | number): Shape {
  if (shape.type === "array")
    return typeof key === "number"
      ? { ...(shape.items ?? unknownShape), optional: true }
      : { ...unknownShape, optional: true }
  if (shape.type === "object") {
    const declared = shape.fields?.[String(key)]
    return declared ?? { ...(shape.rest ?? unknownShape), optional: true }
  }
  if (shape.type === "union") {
    return joinShapes((shape.anyOf ?? []).map((member) => innerShape(member, key))) ?? unknownShape
  }
  return { ...unknownShape, optional: true }
}

/**
 * A zod schema as data.
 * @param io - `input` is what the schema accepts, `output` what it gives.
 */
export function schemaData(schema: z.core.$ZodType, io: "input" | "output"): SchemaData {
  const jsonSchema = z.toJSONSchema(schema, { io, unrepresentable: "any", target: "draft-2020-12" }) as JsonSchema // JSON by definition
  const { $schema: _, ...rest } = jsonSchema
  const shape = shapeOfSchema(rest, rest)
  // JSON Schema knows absence in objects only; what is absent as a whole is written as null.
  const absent = schema._zod[io === "input" ? "optin" : "optout"] === "optional" && shape.type !== "unknown"
  return {
    shape: absent ? { ...shape, nullable: true } : shape,
    ...(Object.keys(rest).length === 0 ? {} : { jsonSchema: rest }),
  }
}

/** True where parsing a value can change it: what it accepts and what it gives differ, or it cannot be said in JSON. */
export function changesValues(schema: z.core.$ZodType): boolean {
  try {
    return JSON.stringify(schemaOrThrow(schema, "input")) !== JSON.stringify(schemaOrThrow(schema, "output"))
  } catch {
    return true
  }
}

function schemaOrThrow(schema: z.core.$ZodType, io: "input" | "output"): unknown {
  let changed = false
  const json = z.toJSONSchema(schema, {
    io,
    override: ({ zodSchema, jsonSchema }) => {
      changed ||= changesItself(zodSchema._zod.def)
      delete jsonSchema.additionalProperties
    },
  })
  if (changed) throw new Error("the schema changes values")
  return json
}

const changing: ReadonlySet<string> = new Set(["transform", "default", "prefault", "catch"])

/** True for a schema that by itself gives other values than it takes. */
function changesItself(def: z.core.$ZodTypeDef): boolean {
  const coerces = "coerce" in def && def.coerce === true
  // trim, toLowerCase, normalize…
  return changing.has(def.type) || coerces || (def.checks ?? []).some(({ _zod }) => _zod.def.check === "overwrite")
}

function shapeOfSchema(schema: JsonSchema, root: JsonSchema): Shape {
  const target = resolve(schema, root)
  const anyOf = (target["anyOf"] ?? target["oneOf"]) as readonly JsonSchema[] | undefined // JSON Schema's form
  if (anyOf !== undefined) return joinShapes(anyOf.map((member) => shapeOfSchema(member, root))) ?? unknownShape
  if (Array.isArray(target["allOf"])) return allOfShape(target["allOf"] as JsonSchema[], root)
  if ("const" in target) return { ...valueShape([target["const"] ?? null]), values: [target["const"] as string] }
  if (Array.isArray(target["enum"]))
    return { ...valueShape(target["enum"] as Json[]), values: target["enum"] as string[] }
  const { type } = target
  if (Array.isArray(type)) {
    return joinShapes(type.map((one) => shapeOfSchema({ ...target, type: one as Json }, root))) ?? unknownShape
  }
  switch (typeof type === "string" ? type : "") {
    case "string":
      return { type: "string", ...(typeof target["maxLength"] === "number" ? { maxLength: target["maxLength"] } : {}) }
    case "number":
    case "integer":
    case "boolean":
    case "null":
      return { type: type as "number" | "integer" | "boolean" | "null" } // the case
    case "array":
      return {
        type: "array",
        items: itemsShape(target, root),
        ...(typeof target["maxItems"] === "number" ? { maxLength: target["maxItems"] } : {}),
      }
    case "object":
      return objectShape(target, root)
    default:
      return unknownShape
  }
}

function itemsShape(target: JsonSchema, root: JsonSchema): Shape {
  const first = Array.isArray(target["prefixItems"]) ? (target["prefixItems"] as JsonSchema[]) : [] // a tuple
  const items = [...first, ...(isSchema(target["items"]) ? [target["items"]] : [])]
  return joinShapes(items.map((item) => shapeOfSchema(item, root))) ?? unknownShape
}

/** An intersection: known where all of it are objects. */
function allOfShape(allOf: readonly JsonSchema[], root: JsonSchema): Shape {
  const shapes = allOf.map((member) => shapeOfSchema(member, root))
  if (!shapes.every(({ type }) => type === "object")) return unknownShape
  return { type: "object", fields: Object.fromEntries(shapes.flatMap(({ fields }) => Object.entries(fields ?? {}))) }
}

function objectShape(target: JsonSchema, root: JsonSchema): Shape {
  const required = new Set((target["required"] ?? []) as readonly string[]) // JSON Schema's form
  const properties = Object.entries((target["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>) // likewise
  const fields = Object.fromEntries(
    properties.map(([key, property]) => {
      const shape = shapeOfSchema(property, root)
      return [key, required.has(key) ? shape : { ...shape, optional: true as const }]
    }),
  )
  const rest = target["additionalProperties"]
  return {
    type: "object",
    ...(properties.length === 0 ? {} : { fields }),
    ...(isSchema(rest) ? { rest: shapeOfSchema(rest, root) } : {}),
  }
}

function valueShape(values: readonly Json[]): Shape {
  const types = new Set(values.map((value) => (value === null ? "null" : typeof value)))
  const [only] = types
  return types.size === 1 && (only === "string" || only === "number" || only === "boolean" || only === "null")
    ? { type: only }
    : unknownShape
}

/** Follows a local `$ref`; a recursive one becomes unknown. */
function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const ref = schema["$ref"]
  if (typeof ref !== "string") return schema
  const [, group, name] = /^#\/(\$defs)\/(.+)$/.exec(ref) ?? []
  const definitions = group === undefined ? undefined : root[group]
  const found = isSchema(definitions) && name !== undefined ? definitions[name] : undefined
  return isSchema(found) && !JSON.stringify(found).includes(ref) ? found : {}
}

function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
