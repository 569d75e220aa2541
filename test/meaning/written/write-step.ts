import type { Builder, Call, Expr } from "@stepwright/dsl"

import { kinds } from "./kinds.ts"
import type { Scope, Term } from "./scope.ts"
import { type StepSeed } from "./seedling.ts"
import { writeAll, writeEach } from "./write-sections.ts"
import { writeAttempt, writeMatch, writeRepeat, writeSaga, writeWhen, writeWhenPresent } from "./write-branches.ts"
import { flakyMakers, makers, undo } from "./tasks.ts"
import { type Loose, termsOf } from "./scope.ts"
import { pick, termAt } from "./seeds.ts"
import { divided, writeTerm } from "./write-term.ts"
import type { Place } from "./place.ts"

type Write = (w: Builder<unknown>, place: Place, seed: StepSeed) => Scope

/** Writes a step, and answers what can be referred to from now on. */
export function writeStep(w: Builder<unknown>, place: Place, seed: StepSeed): Scope {
  const plain = seed.blocks.length === 0
  const write = plain ? pick(straight, seed.form) : pick(bodied, seed.form)
  return write(w, place, seed)
}

function writeRun(w: Builder<unknown>, { pen, scope, outermost }: Place, { form, choice, terms }: StepSeed): Scope {
  const kind = pick(kinds, choice)
  const maker = (form % 4 === 3 ? flakyMakers : makers).get(kind)
  if (maker === undefined) throw new Error(`Nothing makes ${kind}.`)
  const given = choice % 20 === 19 ? divided(scope, termAt(terms, 0)) : writeTerm(scope, "any", termAt(terms, 0))
  const undone = outermost && (form >> 3) % 4 === 1
  const call = maker({ given: given.value })
  const made: Term = {
    kind,
    value: (undone ? w.run(call, { compensate }) : w.run(call)) as Loose, // of its task's kind
    text: pen.name(),
    declared: true,
  }
  pen.line(
    `const ${made.text} = w.run(${maker.name}({ given: ${given.text} })${undone ? `, { compensate: ${compensated} }` : ""})`,
  )
  return termsOf(made)
}

const compensated = "({ key, input }) => undo({ key, given: input.given })"

function compensate({ key, input }: { readonly key: Expr<string>; readonly input: Expr<{ given?: unknown }> }): Call {
  return undo({ key, given: input.given })
}

function writeSleep(w: Builder<unknown>, { pen }: Place): Scope {
  pen.line("w.sleep(1)")
  w.sleep(1)
  return []
}

const straight: readonly Write[] = [writeRun, writeRun, writeRun, writeRun, writeRun, writeRun, writeRun, writeSleep]
const bodied: readonly Write[] = [
  writeWhen,
  writeMatch,
  writeAll,
  writeEach,
  writeRepeat,
  writeAttempt,
  writeWhenPresent,
  writeSaga,
  writeAttempt,
]
