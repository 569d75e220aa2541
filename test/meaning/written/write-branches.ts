import { type Builder, type Expr, gte, lt } from "@stepwright/dsl"

import { errors } from "../world.ts"
import { type Kind, kinds } from "./kinds.ts"
import { fieldOf, type Loose, type Scope, type Term, type TermKind, termsOf } from "./scope.ts"
import type { BlockSeed, StepSeed } from "./seedling.ts"
import { blockAt, pick, termAt } from "./seeds.ts"
import { type Place, writeBody } from "./place.ts"
import { makerOf } from "./tasks.ts"
import { divided, writeTerm } from "./write-term.ts"

const results: readonly TermKind[] = [...kinds, "maybe", "some"]

/** `unread`: nothing reads what it comes to, so that it is not evaluated either (docs/decisions/0102). */
type Body = (w: Builder<unknown>, at: number, bound?: Scope, unread?: boolean) => Loose

/** What a step of several bodies comes to; they are of one kind. Nothing, where every one of them ends early. */
function named(
  w: Builder<unknown>,
  place: Place,
  {
    kind,
    blocks,
    sure = false,
  }: { readonly kind: TermKind; readonly blocks: readonly BlockSeed[]; readonly sure?: boolean },
  define: (name: string, body: Body) => unknown,
): Scope {
  const name = place.pen.name()
  let reached = sure
  const risk = { taken: false }
  const value = define(name, (inner, at, bound = [], unread = false) => {
    const own = { ...place, risk: unread ? undefined : risk }
    const result = writeBody(inner, own, { kind, seed: blockAt(blocks, at), bound })
    if (typeof result !== "symbol") reached = true
    return result
  })
  if (value === undefined || !reached) return []
  const reader = makerOf("flag")
  if (risk.taken && reader !== undefined) {
    place.pen.line(`w.run(${reader.name}({ given: ${name} }))`)
    w.run(reader({ given: value as Loose }))
  }
  return termsOf({ kind, value: value as Loose, text: name }) // its result
}

/** `when`, with one or two conditions, and with or without `otherwise`. */
export function writeWhen(w: Builder<unknown>, place: Place, { form, choice, terms, blocks }: StepSeed): Scope {
  const { pen, scope } = place
  const kind = pick(results, choice)
  const first =
    choice % 16 === 15 ? riskyCondition(scope, termAt(terms, 0)) : writeTerm(scope, "flag", termAt(terms, 0))
  const second = blocks.length > 2 ? writeTerm(scope, "flag", termAt(terms, 1)) : undefined
  const alone = form % 5 === 4
  return named(w, place, { kind, blocks }, (name, body) => {
    pen.line(`${alone ? "" : `const ${name} = `}w.when(${first.text}, (w) => {`)
    let taken = w.when(first.value, (inner) => body(inner, 0, [], alone))
    if (second !== undefined) {
      pen.line(`}).elseWhen(${second.text}, (w) => {`)
      taken = taken.elseWhen(second.value, (inner) => body(inner, 2, [], alone))
    }
    const result = alone ? undefined : (pen.line("}).otherwise((w) => {"), taken.otherwise((inner) => body(inner, 1)))
    pen.line("})")
    return result
  })
}

function riskyCondition(scope: Scope, seed: Parameters<typeof writeTerm>[2]): Term {
  const { value, text } = divided(scope, seed)
  return { kind: "flag", value: gte(value as Expr<number>, 1) as Loose, text: `gte(${text}, 1)` }
}

/** `whenPresent` of a number that may be absent. */
export function writeWhenPresent(w: Builder<unknown>, place: Place, { choice, terms, blocks }: StepSeed): Scope {
  const { pen, scope } = place
  const kind = pick(results, choice)
  const value = writeTerm(scope, "maybe", termAt(terms, 0))
  const bound = pen.name()
  return named(w, place, { kind, blocks }, (name, body) => {
    pen.line(`const ${name} = w.whenPresent(${value.text}, (w, ${bound}) => {`)
    const taken = w.whenPresent(value.value, (inner, present) =>
      body(inner, 0, [{ kind: "num", value: present, text: bound }]),
    )
    pen.line("}).otherwise((w) => {")
    const result = taken.otherwise((inner) => body(inner, 1))
    pen.line("})")
    return result
  })
}

/** `match` of a color, of a figure's tag, or of a number with a default. */
export function writeMatch(w: Builder<unknown>, place: Place, { form, choice, terms, blocks }: StepSeed): Scope {
  const of = pick<Kind>(["color", "figure", "num"], form >> 3)
  const kind = pick(results, choice)
  // A case that the DSL knows can never be taken is refused.
  const declared = place.scope.filter((term) => term.kind === of && term.declared === true)
  const value = pick(declared, termAt(terms, 0).choice)
  const cases = { color: ["red", "green", "blue"], figure: ["circle", "square"], num: ["0", "1"] }[of as "num"] // one of them
  const { pen } = place
  return named(w, place, { kind, blocks }, (name, body) => {
    pen.line(`const ${name} = w.match(${value.text}${of === "figure" ? ', "shape"' : ""}, {`)
    const bodies = cases.map((key, at) => [
      key,
      (inner: Builder<unknown>, narrowed: Loose) => {
        const bound = pen.name()
        pen.line(`${key}: (w, ${bound}) => {`)
        const figure: Term = { kind: "any", value: narrowed, text: bound }
        const size: Scope = of === "figure" ? [fieldOf(figure, key === "circle" ? "radius" : "side", "num")] : []
        const result = body(inner, at, size)
        pen.line("},")
        return result
      },
    ])
    const otherwise = (inner: Builder<unknown>) => {
      pen.line("}, (w) => {")
      return body(inner, 2)
    }
    const { match } = w as unknown as { readonly match: (this: void, ...args: readonly unknown[]) => unknown } // its overloads want to know the cases
    const result = match(
      value.value,
      ...(of === "figure" ? ["shape"] : []),
      Object.fromEntries(bodies),
      ...(of === "num" ? [otherwise] : []),
    )
    pen.line("})")
    return result
  })
}

/** `repeat` over a carried number or list: `while`, `until`, both or neither. */
export function writeRepeat(w: Builder<unknown>, place: Place, { form, choice, terms, blocks }: StepSeed): Scope {
  const { pen, scope } = place
  const kind = pick<TermKind>(["num", "nums", "maybe", "item", "note"], choice)
  const initial = writeTerm(scope, kind, termAt(terms, 0))
  const bound = pen.name()
  const told: string[] = []
  const condition = (called: "while" | "until", at: number) => (carried: Loose) => {
    const inside = [...scope, ...termsOf({ kind, value: carried, text: bound })]
    const bounded = { kind: "flag", value: lt(carried as Expr<number>, (choice % 4) + at) as Loose } as const
    const test: Term =
      kind === "num"
        ? { ...bounded, text: `lt(${bound}, ${(choice % 4) + at})` }
        : writeTerm(inside, "flag", termAt(terms, at))
    told.push(`, ${called}: (${bound}) => ${test.text}`)
    return test.value
  }
  const [asks, stops] = [form % 3 !== 0, form % 4 > 1]
  const max = (choice % 3) + 1
  const exhausted = form % 5 < 3 ? "continue" : undefined
  return named(w, place, { kind, blocks }, (name, body) => {
    pen.line(`const ${name} = w.repeat((w, ${bound}) => {`)
    const result = w.repeat(
      (inner, carried) => {
        const carries = termsOf({ kind, value: carried, text: bound })
        return body(inner, 0, carries)
      },
      {
        initial: initial.value,
        max,
        ...(asks ? { while: condition("while", 1) } : {}),
        ...(stops ? { until: condition("until", 2) } : {}),
        ...(exhausted === undefined || !(asks || stops) ? {} : { exhausted }),
      },
    )
    const end = exhausted === undefined ? "" : `, exhausted: "${exhausted}"`
    pen.line(`}, { initial: ${initial.text}, max: ${max}${told.join("")}${end} })`)
    return result
  })
}

/** `attempt`, or a step with `catch`: with handlers for one error, for all, or both. */
export function writeAttempt(w: Builder<unknown>, place: Place, { form, choice, terms, blocks }: StepSeed): Scope {
  const { pen, scope } = place
  const makes = form % 3 === 0
  const kind = pick(makes ? kinds : results, choice)
  const maker = makes ? makerOf(kind) : undefined
  return named(w, place, { kind, blocks, sure: makes }, (name, body) => {
    const given = writeTerm(scope, "any", termAt(terms, 0))
    const call = maker?.({ given: given.value })
    if (maker !== undefined) pen.line(`const ${name} = w.run(${maker.name}({ given: ${given.text} }), { catch: {`)
    else pen.line(`const ${name} = w.attempt((w) => {`)
    const attempt = call === undefined ? w.attempt((inner) => body(inner, 0)) : undefined
    const handled = pick<readonly string[]>(
      [["States.ALL"], [errors[0]], [errors[0], "States.ALL"], ["Boom.C"]],
      form >> 3,
    )
    if (call === undefined) pen.line("}).catch({")
    const handlers = handled.map((error, at) => [
      error,
      (inner: Builder<unknown>, given: Loose) => {
        const bound = pen.name()
        pen.line(`"${error}": (w, ${bound}) => {`)
        const caught = fieldOf({ kind: "any", value: given, text: bound }, "Error", "text")
        const result = body(inner, at + 1, [caught])
        pen.line("},")
        return result
      },
    ])
    const caught = Object.fromEntries(handlers)
    const result = call === undefined ? attempt?.catch(caught) : w.run(call, { catch: caught })
    pen.line(call === undefined ? "})" : "} })")
    return result
  })
}

/** A saga in which nothing is compensated: it changes nothing but keys. */
export function writeSaga(w: Builder<unknown>, place: Place, { choice, blocks }: StepSeed): Scope {
  const { pen } = place
  const kind = pick(results, choice)
  return named(w, place, { kind, blocks }, (name, body) => {
    pen.line(`const ${name} = w.saga((w) => {`)
    const result = w.saga((inner) => body(inner, 0))
    pen.line("})")
    return result
  })
}
