import { type Json, value as valueOf } from "@stepwright/dsl"

import { random } from "../random.ts"
import { type Form, forms, risky } from "./forms.ts"
import { sample } from "./kinds.ts"
import type { Loose, Scope, Term, TermKind } from "./scope.ts"
import { noTerm, type TermSeed } from "./seedling.ts"

/** Writes an expression of a kind: from the scope, a literal, or one of the forms that come to such a value. */
export function writeTerm(scope: Scope, kind: TermKind, seed: TermSeed): Term {
  const known = forms[kind]
  const form = seed.form === 0 ? undefined : known[seed.form % known.length]
  if (form === undefined) return leaf(scope, kind, seed)
  return grown(scope, kind, form, seed)
}

function grown(scope: Scope, kind: TermKind, form: Form, seed: TermSeed): Term {
  let at = 0
  const next = (): TermSeed => seed.parts[at++] ?? { ...noTerm, choice: seed.choice + at }
  const made = form({
    choice: seed.choice,
    term: (part) => writeTerm(scope, part, next()),
    inside: (part, bound) => writeTerm([...scope, ...bound], part, next()),
    depth: scope.length,
  })
  return { ...made, kind }
}

function leaf(scope: Scope, kind: TermKind, { choice }: TermSeed): Term {
  const fitting = kind === "any" ? scope : scope.filter((term) => term.kind === kind)
  // The newest come first: a smaller seed refers to what was just made.
  const found = fitting.toReversed()[choice % (fitting.length + 1)]
  if (found !== undefined) return found
  const of = kind === "maybe" || kind === "any" ? "num" : kind === "some" ? "nums" : kind
  return literal(kind, sample(of, random(choice)))
}

/** An author's constant. */
function literal(kind: TermKind, value: Json): Term {
  return { kind, value: valueOf<unknown>(value) as unknown as Loose, text: JSON.stringify(value) } // of its kind
}

/** A quotient, whose divisor may be 0. */
export function divided(scope: Scope, seed: TermSeed): Term {
  return grown(scope, "num", risky, seed)
}
