import type { Json, Shape } from "@stepwright/dsl"
import { type GeneratorValue, nat } from "fast-check"

import { itemsOf } from "../shape-facts.ts"

/** Names of fields, odd ones among them. */
export const names: readonly string[] = [
  "a",
  "b",
  "key",
  "value",
  "a b",
  "0",
  "in",
  "ü",
  "x`y",
  "it's",
  "$v",
  "${N}",
  "{%x%}",
  "null",
  "\\",
]
/** Texts that a lowering could get wrong. */
export const texts: readonly string[] = [
  "",
  "a",
  "b",
  " a  b ",
  "äöü",
  "😀a",
  "it's",
  '"',
  "${X}",
  "{% $x %}",
  "\\n",
  "\u2028",
  "12",
  "-1.5e3",
  "0x1F",
  "2024-02-29T12:00:00Z",
  "{}",
  "[1]",
  "a,b,a",
]
const numbers = [0, 1, -1, 2, 3, 0.5, -2.5, 1.005, 1e-7, 1e15, -123456.789, 1e100, -1e100, 1e21]

/** Draws shapes and values of them. */
export class Drawing {
  readonly #draw: GeneratorValue

  constructor(draw: GeneratorValue) {
    this.#draw = draw
  }

  pick<T>(items: readonly T[]): T {
    const at = this.#draw(nat, { max: items.length - 1 })
    return items[at] as T // within
  }

  chance(oneIn: number): boolean {
    return this.#draw(nat, { max: oneIn - 1 }) === 0
  }

  shape(depth: number): Shape {
    const type = this.pick([
      "number",
      "integer",
      "string",
      "boolean",
      "array",
      "object",
      "array",
      "object",
      "record",
      "union",
      "unknown",
      "null",
      "enum",
    ] as const)
    const shape = this.#shapeOf(
      depth <= 0 && (type === "array" || type === "object" || type === "record" || type === "union") ? "number" : type,
      depth,
    )
    return this.chance(8) ? { ...shape, nullable: true } : shape
  }

  #shapeOf(
    type:
      | "number"
      | "integer"
      | "string"
      | "boolean"
      | "array"
      | "object"
      | "record"
      | "union"
      | "unknown"
      | "null"
      | "enum",
    depth: number,
  ): Shape {
    switch (type) {
      case "array":
        return { type, items: this.shape(depth - 1) }
      case "object":
        return {
          type,
          fields: Object.fromEntries(this.some(names).map((name) => [name, this.maybeOptional(this.shape(depth - 1))])),
        }
      case "record":
        return { type: "object", rest: this.shape(depth - 1) }
      case "union":
        return { type, anyOf: [this.shape(depth - 1), this.shape(depth - 1)] }
      case "enum":
        return { type: "string", values: ["a", "b"] }
      case "number":
      case "integer":
      case "string":
      case "boolean":
      case "unknown":
      case "null":
        return { type }
    }
  }

  maybeOptional(shape: Shape): Shape {
    return this.chance(4) ? { ...shape, optional: true } : shape
  }

  some<T>(items: readonly T[]): readonly T[] {
    return Array.from({ length: this.#draw(nat, { max: 3 }) }, () => this.pick(items))
  }

  /** A value that a schema of this shape lets pass. */
  value(shape: Shape): Json | undefined {
    if (shape.optional === true && this.chance(2)) return undefined
    if (shape.nullable === true && this.chance(3)) return null
    if (shape.values !== undefined) return this.pick(shape.values)
    switch (shape.type) {
      case "null":
        return null
      case "boolean":
        return this.chance(2)
      case "number":
        return this.pick(numbers)
      case "integer":
        return this.pick([0, 1, 2, 3, -1, 7, 1000])
      case "string":
        return this.pick(texts)
      case "array":
        return Array.from(
          { length: this.#draw(nat, { max: 3 }) },
          () => this.value({ ...itemsOf(shape), optional: undefined as never }) ?? null,
        )
      case "object": {
        const declared = Object.entries(shape.fields ?? {}).map(([name, field]) => [name, this.value(field)] as const)
        const rest = shape.rest
        const more = rest === undefined ? [] : this.some(names).map((name) => [name, this.value(rest)] as const)
        return Object.fromEntries(
          [...declared, ...more].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
        )
      }
      case "union":
        return this.value(this.pick(shape.anyOf ?? []))
      case "unknown":
        return this.value(this.shape(2))
    }
  }
}
