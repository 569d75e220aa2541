import type { Shape } from "@stepwright/dsl"

/**
 * How many bytes of JSON a value of this shape can surely have: as much as its bounds allow of plain ASCII. Infinity where
 * nothing bounds it.
 */
export function reachableBytes(shape: Shape): number {
  if (shape.values !== undefined) return Math.max(0, ...shape.values.map((value) => JSON.stringify(value).length))
  switch (shape.type) {
    case "null":
      return 4
    case "boolean":
      return 5
    case "number":
    case "integer":
      return 17
    case "string":
      return (shape.maxLength ?? Infinity) + 2
    case "array":
      return shape.maxLength === 0
        ? 2
        : 2 + (shape.maxLength ?? Infinity) * (1 + reachableBytes(shape.items ?? { type: "unknown" }))
    case "object":
      return shape.rest === undefined && shape.fields !== undefined ? fieldsBytes(shape.fields) : Infinity
    case "union":
      return Math.max(0, ...(shape.anyOf ?? [{ type: "unknown" as const }]).map(reachableBytes))
    case "unknown":
      return Infinity
  }
}

function fieldsBytes(fields: Readonly<Record<string, Shape>>): number {
  return Object.entries(fields).reduce(
    (sum, [key, field]) => sum + JSON.stringify(key).length + 2 + reachableBytes(field),
    2,
  )
}
