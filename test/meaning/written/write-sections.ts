import type { Builder, Expr } from "@stepwright/dsl"

import { kinds } from "./kinds.ts"
import { fieldOf, type Loose, type Scope, type Term, type TermKind, termsOf } from "./scope.ts"
import type { StepSeed } from "./seedling.ts"
import { blockAt, pick, termAt } from "./seeds.ts"
import { type Place, writeBody } from "./place.ts"
import { makerOf } from "./tasks.ts"
import { writeTerm } from "./write-term.ts"

/** `all`, over a record or a tuple. */
export function writeAll(w: Builder<unknown>, place: Place, { form, choice, blocks }: StepSeed): Scope {
  const { pen, scope } = place
  const tuple = (form >> 3) % 2 === 1
  // In a tuple null stands for what is absent.
  const results: readonly TermKind[] = tuple ? kinds : [...kinds, "maybe", "some"]
  const parts = blocks.map((seed, index) => ({
    name: tuple ? index : (["a", "b", "c"][index] ?? `d${index}`),
    kind: pick(results, choice + index * 7),
    seed,
  }))
  const name = pen.name()
  pen.line(`const ${name} = w.all(${tuple ? "[" : "{"}`)
  const branches = parts.map(({ name, kind, seed }) => {
    const maker = seed.ending % 6 === 5 && seed.steps.length === 0 ? makerOf(kind) : undefined
    const label = tuple ? "" : `${name}: `
    if (maker !== undefined) {
      const given = writeTerm(scope, "any", seed.result)
      pen.line(`${label}${maker.name}({ given: ${given.text} }),`)
      return [String(name), maker({ given: given.value })] as const
    }
    return [
      String(name),
      (inner: Builder<unknown>) => {
        pen.line(`${label}(w) => {`)
        const result = writeBody(inner, place, { kind, seed, early: false })
        pen.line("},")
        return result
      },
    ] as const
  })
  const value = w.all(tuple ? branches.map(([, body]) => body) : Object.fromEntries(branches)) as unknown as Loose // their results
  pen.line(tuple ? "])" : "})")
  const made: Term = { kind: "any", value, text: name }
  return [made, ...parts.flatMap((part) => termsOf(fieldOf(made, part.name, part.kind)))]
}

const gathered: Partial<Readonly<Record<TermKind, TermKind>>> = {
  num: "nums",
  text: "texts",
  item: "items",
  nums: "matrix",
}

/** `each`, over lists of every kind, or over a record. */
export function writeEach(w: Builder<unknown>, place: Place, { form, choice, terms, blocks }: StepSeed): Scope {
  const { pen, scope } = place
  const [over, itemKind] = pick<readonly [TermKind, TermKind]>(
    [
      ["nums", "num"],
      ["items", "item"],
      ["texts", "text"],
      ["matrix", "nums"],
      ["record", "num"],
    ],
    form >> 3,
  )
  const kind = pick<TermKind>(["num", "text", "item", "nums", "maybe", "note"], choice)
  const items =
    over === "record"
      ? pick(
          scope.filter((term) => term.kind === over && term.declared === true),
          choice,
        )
      : writeTerm(scope, over, termAt(terms, 0))
  const [item, at, name] = [pen.name(), pen.name(), pen.name()]
  pen.line(`const ${name} = w.each(${items.text}, (${item}, w, ${at}) => {`)
  const value = w.each(items.value as Expr<readonly unknown[]>, (value, inner: Builder<unknown>, index) => {
    const bound = [
      ...termsOf({ kind: itemKind, value: value as Loose, text: item }),
      { kind: over === "record" ? "text" : "num", value: index as unknown as Loose, text: at } as const,
    ]
    return writeBody(inner, place, { kind, seed: blockAt(blocks, 0), bound, early: false })
  })
  pen.line("})")
  const result = over === "record" ? undefined : gathered[kind]
  return termsOf({ kind: result ?? "any", value: value as unknown as Loose, text: name })
}
