import type { Json } from "../asl/json.ts"

/** What a response, or a part of one, must look like. */
export type Shape =
  | {
      readonly kind: "structure"
      readonly members: Readonly<Record<string, Part>>
      readonly required: readonly string[]
    }
  | { readonly kind: "record"; readonly value: Part }
  | { readonly kind: "list"; readonly item: Part }
  | { readonly kind: "string"; readonly bounds: Bounds; readonly values: ReadonlySet<Json> | undefined }
  | { readonly kind: "number"; readonly bounds: Bounds; readonly integer: boolean }
  | { readonly kind: "boolean" }
  | { readonly kind: "anything" }

/** A part by itself, or one that contains itself: asked for when it is needed. */
export type Part = Shape | (() => Shape)

/** Inclusive: of a string's length or a number's value. */
export interface Bounds {
  readonly min?: number
  readonly max?: number
}

/** A string; also a timestamp or binary data, which integrations answer as text. */
export function text(bounds: Bounds = {}): Shape {
  return { kind: "string", bounds, values: undefined }
}

/** One of these strings. */
export function oneOf(...values: readonly string[]): Shape {
  return { kind: "string", bounds: {}, values: new Set(values) }
}

/** A whole number. */
export function integer(bounds: Bounds = {}): Shape {
  return { kind: "number", bounds, integer: true }
}

/** Any number. */
export function number(bounds: Bounds = {}): Shape {
  return { kind: "number", bounds, integer: false }
}

/** An array of such values. */
export function list(item: Part): Shape {
  return { kind: "list", item }
}

/** An object with any keys and such values. */
export function record(value: Part): Shape {
  return { kind: "record", value }
}

/** An object whose known members look like this; others may stand beside them. */
export function structure(members: Readonly<Record<string, Part>>, required: readonly string[] = []): Shape {
  return { kind: "structure", members, required }
}

/** A boolean. */
export const flag: Shape = { kind: "boolean" }

/** Any JSON. */
export const anything: Shape = { kind: "anything" }
