import * as fc from "fast-check"
import { isJsonObject, type Json } from "@stepwright/engine/asl"

/** One change of a document: where, what kind, and what is put there. */
export interface Mutation {
  /** A place among all values, from 0 to below 1. */
  readonly at: number
  readonly kind: "replace" | "remove" | "add" | "rename" | "double"
  readonly name: string
  readonly value: Json
}

/** Changes of documents, by names and values that a target knows. */
export function mutations(names: readonly string[], values: readonly Json[]): fc.Arbitrary<Mutation> {
  return fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    kind: fc.constantFrom("replace", "remove", "add", "rename", "double"),
    name: fc.constantFrom(...names),
    value: fc.oneof(
      fc.constantFrom(...values),
      fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json),
    ), // JSON
  })
}

/** A copy of a document with one change. */
export function mutated(document: Json, { at, kind, name, value }: Mutation): Json {
  const copy = structuredClone(document)
  const places = placesOf(copy)
  const place = places[Math.floor(at * places.length)]
  if (place === undefined) return kind === "replace" ? value : copy
  const { parent, key } = place
  if (Array.isArray(parent)) {
    const index = Number(key)
    if (kind === "remove") parent.splice(index, 1)
    else if (kind === "double") parent.push(structuredClone(parent[index] ?? null))
    else parent[index] = value
    return copy
  }
  const own = parent
  const before = own[key] ?? null
  if (kind === "remove" || kind === "rename") delete own[key]
  if (kind === "rename") own[name] = before
  if (kind === "double") own[`${key}2`] = structuredClone(before)
  if (kind === "replace") own[key] = value
  if (kind === "add" && isJsonObject(before)) (before as Record<string, Json>)[name] = value
  return copy
}

interface Place {
  readonly parent: Json[] | Record<string, Json>
  readonly key: string
}

function placesOf(value: Json): readonly Place[] {
  if (typeof value !== "object" || value === null) return []
  const parent = value as Place["parent"] // a copy of our own
  return Object.entries(value).flatMap(([key, member]: [string, Json]) => [{ parent, key }, ...placesOf(member)])
}
