import type { Json } from "@stepwright/dsl"
import { z } from "zod"

import type { Random } from "../random.ts"

const item = z.object({
  id: z.string(),
  size: z.number().optional(),
  note: z.string().nullable(),
  tags: z.array(z.string()),
})

/** The kinds of values in written workflows. */
export const schemas = {
  num: z.number(),
  text: z.string(),
  flag: z.boolean(),
  color: z.enum(["red", "green", "blue"]),
  nums: z.array(z.number()),
  texts: z.array(z.string()),
  item,
  items: z.array(item),
  note: z.string().nullable(),
  record: z.record(z.string(), z.number()),
  matrix: z.array(z.array(z.number())),
  figure: z.discriminatedUnion("shape", [
    z.object({ shape: z.literal("circle"), radius: z.number() }),
    z.object({ shape: z.literal("square"), side: z.number(), label: z.string().optional() }),
  ]),
} as const

/** A kind whose values are always there. */
export type Kind = keyof typeof schemas

/** In an order that puts the simplest first. */
export const kinds = Object.keys(schemas) as readonly Kind[] // its keys

/** What workflows here are given; every kind, one that may be absent, and two lists that may be. */
export const inputSchema = z.object({
  ...schemas,
  maybe: z.number().optional(),
  some: z.array(z.number()).optional(),
})

/** Draws a value of a kind: lists of none, one and more, optional fields there and not. */
export function sample(kind: Kind, next: Random): Json {
  const list = (of: Kind): Json => Array.from({ length: [0, 1, 1, 2, 3][next(5)] ?? 0 }, () => sample(of, next))
  switch (kind) {
    case "num":
      return next(7) - 2
    case "text":
      return ["", "a", "b", "a-b", "é", "${X}", "{% x %}", "'\"\\"][next(8)] ?? ""
    case "flag":
      return next(2) === 0
    case "color":
      return ["red", "green", "blue"][next(3)] ?? "red"
    case "nums":
      return list("num")
    case "texts":
      return list("text")
    case "item":
      return {
        id: sample("text", next),
        ...(next(2) === 0 ? {} : { size: sample("num", next) }),
        note: sample("note", next),
        tags: list("text"),
      }
    case "items":
      return list("item")
    case "note":
      return next(2) === 0 ? null : sample("text", next)
    case "record":
      return Object.fromEntries(["a", "b", "c}"].slice(0, next(4)).map((key) => [key, sample("num", next)]))
    case "matrix":
      return list("nums")
    case "figure":
      return next(2) === 0
        ? { shape: "circle", radius: sample("num", next) }
        : { shape: "square", side: sample("num", next), ...(next(2) === 0 ? {} : { label: sample("text", next) }) }
  }
}

/** Draws what a workflow is given. */
export function sampleInput(next: Random): z.infer<typeof inputSchema> {
  const fields = Object.fromEntries(kinds.map((kind) => [kind, sample(kind, next)]))
  const maybe = next(2) === 0 ? {} : { maybe: sample("num", next) }
  const some = next(2) === 0 ? {} : { some: sample("nums", next) }
  return inputSchema.parse({ ...fields, ...maybe, ...some })
}
