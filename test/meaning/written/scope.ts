import type { Expr } from "@stepwright/dsl"

import type { Kind } from "./kinds.ts"

/** A value of any kind, as far as TypeScript is asked: the kinds of terms are kept at run time. */
export type Loose = Expr<never>

/** A kind; `maybe` is a number that may be absent, `some` a list of numbers that may be. */
export type TermKind = Kind | "maybe" | "some" | "any"

/** An expression, and how an author writes it. */
export interface Term {
  readonly kind: TermKind
  readonly value: Loose
  readonly text: string
  /** Whether a schema says what it is; of other values the DSL may know more than their kind. */
  readonly declared?: true
}

/** What a body can refer to. */
export type Scope = readonly Term[]

const fields: Partial<Readonly<Record<TermKind, Readonly<Record<string, TermKind>>>>> = {
  item: { id: "text", size: "maybe", note: "note", tags: "texts" },
}

/** A value and its fields. */
export function termsOf(term: Term): Scope {
  return [term, ...Object.entries(fields[term.kind] ?? {}).map(([name, kind]) => fieldOf(term, name, kind))]
}

/** A field of a value. */
export function fieldOf({ value, text, declared }: Term, name: string | number, kind: TermKind): Term {
  const field = (value as unknown as Readonly<Record<string | number, Loose>>)[name] // as an Expr promises
  if (field === undefined) throw new Error(`${text} has no ${name}.`)
  return {
    kind,
    value: field,
    text: typeof name === "number" ? `${text}[${name}]` : `${text}.${name}`,
    ...(declared === undefined ? {} : { declared }),
  }
}
