/**
 * What is known at definition time about a value that will exist at run time: a reduced JSON Schema. The compiler
 * lowers expressions by it (an optional array is guarded, a total expression is left bare).
 */
export interface Shape {
  readonly type: "unknown" | "null" | "boolean" | "number" | "integer" | "string" | "array" | "object" | "union"
  /** The value may be absent: an optional field, or the result of a lookup that can miss. */
  readonly optional?: true
  /** The value may be JSON null. */
  readonly nullable?: true
  /** The allowed values, where the schema enumerates them. */
  readonly values?: readonly (string | number | boolean | null)[]
  /** Of an array: its elements. */
  readonly items?: Shape
  /** Of an array or string: the greatest length, where the schema bounds it. */
  readonly maxLength?: number
  /** Of an object: its declared fields. */
  readonly fields?: Readonly<Record<string, Shape>>
  /** Of an object with arbitrary keys: what they hold. */
  readonly rest?: Shape
  /** Of a union: its members. */
  readonly anyOf?: readonly Shape[]
}

/** A value about which nothing is known. */
export const unknownShape: Shape = { type: "unknown" }
