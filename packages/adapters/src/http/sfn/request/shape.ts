/** What a member of a request may be, and within which bounds. (AWS: service model of Step Functions) */
export type Shape =
  | TextShape
  | { readonly kind: "integer"; readonly least?: number; readonly most?: number; readonly required?: boolean }
  | { readonly kind: "number"; readonly least?: number; readonly most?: number; readonly required?: boolean }
  | { readonly kind: "boolean"; readonly required?: boolean }
  | ListShape
  | { readonly kind: "structure"; readonly members: Members; readonly required?: boolean }

interface TextShape {
  readonly kind: "text"
  /** In characters. */
  readonly least?: number
  readonly most?: number
  /** The only values. */
  readonly values?: readonly string[]
  readonly required?: boolean
}

interface ListShape {
  readonly kind: "list"
  readonly of: Shape
  readonly least?: number
  readonly most?: number
  readonly required?: boolean
}

export type Members = Readonly<Record<string, Shape>>

/** What a member is once it was read. */
type Value<S extends Shape> = S extends { readonly values: readonly (infer V)[] }
  ? V
  : S extends { readonly kind: "text" }
    ? string
    : S extends { readonly kind: "integer" | "number" }
      ? number
      : S extends { readonly kind: "boolean" }
        ? boolean
        : S extends { readonly kind: "list"; readonly of: infer E extends Shape }
          ? readonly Value<E>[]
          : S extends { readonly kind: "structure"; readonly members: infer M extends Members }
            ? Request<M>
            : never

/** A request once it was read: members that are required are there, others may be. */
export type Request<M extends Members> = {
  readonly [K in keyof M as M[K] extends { readonly required: true } ? K : never]: Value<M[K]>
} & {
  readonly [K in keyof M as M[K] extends { readonly required: true } ? never : K]?: Value<M[K]> | undefined
}

type Bounds<S extends Shape> = Omit<S, "kind" | "of" | "members" | "required">

/** Text of so many characters. */
export function text<const B extends Bounds<TextShape>>(bounds: B): B & { readonly kind: "text" } {
  return { ...bounds, kind: "text" }
}

/** One of some words. */
export function oneOf<const V extends readonly string[]>(...values: V): { readonly kind: "text"; readonly values: V } {
  return { kind: "text", values }
}

export function list<const E extends Shape, const B extends Bounds<ListShape>>(
  of: E,
  bounds: B,
): B & { readonly kind: "list"; readonly of: E } {
  return { ...bounds, kind: "list", of }
}

export function structure<const M extends Members>(members: M): { readonly kind: "structure"; readonly members: M } {
  return { kind: "structure", members }
}

/** The same, and it must be there. */
export function required<const S extends Shape>(shape: S): S & { readonly required: true } {
  return { ...shape, required: true }
}

export const flag = { kind: "boolean" } as const

// What many requests have: written out, so that their types can be told without inferring them.
export const arn = { kind: "text", least: 1, most: 256 } as const
/** ARNs of executions and map runs are longer: they hold two names. */
export const longArn = { kind: "text", least: 1, most: 2000 } as const
export const page = {
  maxResults: { kind: "integer", least: 0, most: 1000 },
  nextToken: { kind: "text", least: 1, most: 3096 },
} as const
export const includedData = { kind: "text", values: ["ALL_DATA", "METADATA_ONLY"] } as const
export const data = { kind: "text", most: 262_144 } as const
export const error = { kind: "text", most: 256 } as const
export const cause = { kind: "text", most: 32_768 } as const
export const tags = {
  kind: "list",
  of: {
    kind: "structure",
    members: { key: { kind: "text", least: 1, most: 128 }, value: { kind: "text", most: 256 } },
  },
} as const
