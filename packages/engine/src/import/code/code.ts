import type { Json } from "../../asl/json.ts"

/** TypeScript in the making: an expression. */
export type Code =
  /** Something named that a statement or a parameter introduces. */
  | { readonly kind: "name"; readonly value: Value }
  | FieldCode
  /** JSON as it stands. */
  | { readonly kind: "json"; readonly value: Json }
  | { readonly kind: "object"; readonly fields: readonly (readonly [string, Code])[] }
  | { readonly kind: "array"; readonly items: readonly Code[] }
  /** A call; `fn` is a name or a dotted path, such as `w.run`. `type` is its type argument. */
  | { readonly kind: "call"; readonly fn: string; readonly type?: string; readonly args: readonly Code[] }
  /** A method called on what another call gives. */
  | { readonly kind: "method"; readonly of: Code; readonly name: string; readonly args: readonly Code[] }
  | ArrowCode
  /** JSONata as it was written, with what it reads from outside between its texts. */
  | {
      readonly kind: "jsonata"
      readonly schema: string
      readonly texts: readonly string[]
      readonly values: readonly Code[]
    }
  | MergedCode
  /** Text that needs no more. */
  | { readonly kind: "text"; readonly text: string }

/** An object of what several ways bring, without the fields that nobody reads. */
export interface MergedCode {
  readonly kind: "merged"
  readonly merge: Merge
  readonly fields: readonly (readonly [string, Code])[]
  /** It says its own type, for what it will come to later is another. */
  readonly typed?: true
}

/** What ties the values of several ways to those that read them. Compared by identity. */
export class Merge {
  /** A single field that is read stands for the whole. */
  readonly collapses: boolean

  constructor(collapses: boolean) {
    this.collapses = collapses
  }
}

/** A field of a value. `type` is what its readers take it for, where they tell. */
export interface FieldCode {
  readonly kind: "field"
  readonly of: Code
  readonly name: string
  readonly type?: LeafType
  /** It is there whatever happens. */
  readonly sure?: true
}

/** What a reader takes a field for. */
export type LeafType = "number" | "string" | "boolean" | "array"

/** A function. */
export interface ArrowCode {
  readonly kind: "arrow"
  readonly params: readonly (Value | string)[]
  readonly body: readonly Statement[]
}

/** TypeScript in the making: a statement. */
export type Statement =
  | { readonly kind: "const"; readonly value: Value; readonly init: Code }
  | { readonly kind: "do"; readonly code: Code }
  | { readonly kind: "return"; readonly code: Code }
  | { readonly kind: "comment"; readonly text: string }

/** Something that is named once and read anywhere after. Two are the same only by identity. */
export class Value {
  readonly wanted: string
  /** What it is, where several ways bring it: its own type says which fields it has. */
  readonly merge: Merge | undefined

  /** @param wanted - Words for its name. */
  constructor(wanted: string, merge?: Merge) {
    this.wanted = wanted
    this.merge = merge
  }
}

/** A reference to a value. */
export function nameOf(value: Value): Code {
  return { kind: "name", value }
}

/** A JSON value as code. */
export function jsonCode(value: Json): Code {
  return { kind: "json", value }
}

/** An object of code; of JSON alone it is JSON. */
export function objectCode(fields: readonly (readonly [string, Code])[]): Code {
  const plain = fields.flatMap(([key, code]) => (code.kind === "json" ? [[key, code.value] as const] : []))
  return plain.length === fields.length ? jsonCode(Object.fromEntries(plain)) : { kind: "object", fields }
}

/** A call. */
export function callCode(fn: string, ...args: readonly Code[]): Code {
  return { kind: "call", fn, args }
}

/** A call with its options last, where there are any. */
export function callWith(fn: string, args: readonly Code[], options: readonly (readonly [string, Code])[]): Code {
  return callCode(fn, ...args, ...(options.length === 0 ? [] : [objectCode(options)]))
}

/** A function whose body is these statements. */
export function arrowCode(params: ArrowCode["params"], body: readonly Statement[]): ArrowCode {
  return { kind: "arrow", params, body }
}

/** Every code directly inside another. */
export function partsOf(code: Code): readonly Code[] {
  switch (code.kind) {
    case "name":
    case "json":
    case "text":
    case "arrow":
      return []
    case "field":
      return [code.of]
    case "object":
    case "merged":
      return code.fields.map(([, field]) => field)
    case "array":
      return code.items
    case "call":
      return code.args
    case "method":
      return [code.of, ...code.args]
    case "jsonata":
      return code.values
  }
}

/** Whether a statement of it does anything. */
export function hasEffect(code: Code): boolean {
  return code.kind === "call" || code.kind === "method"
}
