import { isJsonObject, type Json } from "../asl/json.ts"
import { invalid } from "./refusal.ts"
import type { Bounds, Part, Shape } from "./shape.ts"

/**
 * Checks a mocked result against the response that the service would give. Members that the service does not have pass.
 * @param strict - Whether required members must be present.
 * @throws {Refusal} for the first thing that differs, in AWS's words.
 */
export function checkShape(part: Part, value: Json, strict: boolean, field = ""): void {
  const shape = typeof part === "function" ? part() : part
  switch (shape.kind) {
    case "anything":
      return
    case "structure":
      return checkStructure(shape, value, strict, field)
    case "record":
      if (!isJsonObject(value)) throw mistyped(field, "an object")
      for (const member of Object.values(value)) checkShape(shape.value, member, strict, field)
      return
    case "list":
      if (!Array.isArray(value)) throw mistyped(field, "an array")
      for (const item of value as readonly Json[]) checkShape(shape.item, item, strict, field) // isArray does not narrow
      return
    case "boolean":
      if (typeof value !== "boolean") throw mistyped(field, "a boolean")
      return
    case "string":
      if (typeof value !== "string") throw mistyped(field, "a string")
      if (shape.values?.has(value) === false) throw mismatch(`Field '${field}' is not an expected value`)
      return checkBounds(shape.bounds, value.length, field, "length")
    case "number":
      if (typeof value !== "number" || (shape.integer && !Number.isInteger(value))) throw mistyped(field, "a number")
      return checkBounds(shape.bounds, value, field, "value")
  }
}

function checkStructure(
  { members, required }: Extract<Shape, { readonly kind: "structure" }>,
  value: Json,
  strict: boolean,
  field: string,
): void {
  if (!isJsonObject(value)) {
    throw field === "" ? invalid("Mocked result must be a JSON object.") : mistyped(field, "an object")
  }
  const missing = strict ? required.find((name) => !Object.hasOwn(value, name)) : undefined
  if (missing !== undefined) throw mismatch(`Required field '${missing}' is missing`)
  for (const [name, member] of Object.entries(value)) {
    const known = Object.hasOwn(members, name) ? members[name] : undefined
    if (known !== undefined) checkShape(known, member, strict, name)
  }
}

function checkBounds({ min, max }: Bounds, size: number, field: string, what: "length" | "value"): void {
  if (min !== undefined && size < min) {
    throw mismatch(`Field '${field}' is ${what === "length" ? "smaller" : "less"} than the minimum ${what}`)
  }
  if (max !== undefined && size > max) throw mismatch(`Field '${field}' exceeds the maximum ${what}`)
}

function mistyped(field: string, wanted: string): Error {
  return mismatch(`Field '${field}' must be ${wanted}`)
}

function mismatch(complaint: string): Error {
  return invalid(`Mock result schema validation error: ${complaint}`)
}
