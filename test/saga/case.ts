import * as fc from "fast-check"

import { hash } from "../meaning/random.ts"
import { tamed } from "./tamed.ts"
import type { Body, Outcome, Part, PivotPart, ProbeOutcome, StepPart, UndoOutcome } from "./parts.ts"

/** The end of a worker: the process dies at its nth change of what is stored, or at an instant. */
export type Kill =
  | { readonly call: number; readonly carriedOut: boolean }
  /** Milliseconds of this life. */
  | { readonly afterMs: number }

/** A workflow, and everything that goes wrong while it runs. */
export interface SagaCase {
  readonly body: Body
  readonly kills: readonly Kill[]
  /** Milliseconds after its start at which it is cancelled. */
  readonly cancel: number | undefined
  /** In the ASL alone: after so many facts a distributed child execution is stopped by hand, once there is one. */
  readonly lose: number | undefined
}

const { array, constant, constantFrom, integer, oneof, record } = fc

function mostly<T>(usual: T, weight: number, ...others: readonly T[]): fc.Arbitrary<T> {
  return oneof({ weight, arbitrary: constant(usual) }, { weight: 1, arbitrary: constantFrom(...others) })
}

const outcome: fc.Arbitrary<Outcome> = mostly<Outcome>(
  "ok",
  5,
  "garbled",
  "declined",
  "fails before",
  "fails after",
  "silent before",
  "silent after",
  "lands late",
)

const undo: fc.Arbitrary<readonly UndoOutcome[]> = oneof(
  { weight: 4, arbitrary: constant<readonly UndoOutcome[]>(["ok"]) },
  {
    weight: 1,
    arbitrary: array(constantFrom<UndoOutcome>("ok", "fails before", "fails after", "silent before", "silent after"), {
      minLength: 1,
      maxLength: 2,
    }),
  },
)

interface Tried {
  readonly attempts: number
  readonly outcomes: readonly Outcome[]
}

/** How the attempts of a step go; now and then its last one proves that it did nothing itself, after one that may have. */
function tried(usual: fc.Arbitrary<Outcome>): fc.Arbitrary<Tried> {
  const any = record({
    attempts: integer({ min: 1, max: 3 }),
    outcomes: array(usual, { minLength: 1, maxLength: 4, size: "max" }),
  })
  const unknown = constantFrom<Outcome>("fails after", "silent after", "lands late", "fails before")
  const declined = record({
    attempts: integer({ min: 2, max: 3 }),
    outcomes: fc.tuple(unknown, constant<Outcome>("declined")),
  })
  return oneof({ weight: 20, arbitrary: any }, { weight: 1, arbitrary: declined })
}

const step: fc.Arbitrary<StepPart> = fc
  .tuple(
    record({
      kind: constant("step" as const),
      id: constant(0),
      role: mostly<StepPart["role"]>("compensated", 4, "readOnly", "bare"),
      numeric: mostly(false, 3, true),
      undoes: constantFrom("key" as const, "result" as const, "number" as const),
      undo,
    }),
    tried(outcome),
  )
  .map(([made, tries]) => ({ ...made, ...tries }))

const pivot: fc.Arbitrary<PivotPart> = fc
  .tuple(
    record({
      kind: constant("pivot" as const),
      id: constant(0),
      probe: oneof(
        constant<readonly ProbeOutcome[]>([]),
        array(mostly<ProbeOutcome>("tells", 4, "does not know", "fails", "silent"), { minLength: 1, maxLength: 2 }),
      ),
    }),
    tried(
      oneof(outcome, outcome, outcome, outcome, constantFrom<Outcome>("fails before", "fails after", "silent after")),
    ),
  )
  .map(([made, tries]) => ({ ...made, ...tries }))

const errors = ["States.ALL", "Declined", "Broken", "States.Timeout", "Given.Up", "Saga.PartiallyCompensated"]

/** A step that fails whatever happens. */
const doomed: fc.Arbitrary<StepPart> = step.map((made) => ({ ...made, attempts: 1, outcomes: ["fails after"] }))

/** Parts, with a failure at their end now and then. */
function endangered(parts: fc.Arbitrary<Body>, weight: number): fc.Arbitrary<Body> {
  const failing = fc.tuple(parts, doomed).map(([before, last]) => [...before, last])
  return oneof({ weight, arbitrary: parts }, { weight: 1, arbitrary: failing })
}

const { whole } = fc.letrec<{ whole: Body; body: Body; item: Part; part: Part }>((tie) => ({
  whole: endangered(
    array(oneof({ weight: 12, arbitrary: tie("item") }, { weight: 1, arbitrary: pivot }), {
      minLength: 2,
      maxLength: 5,
      size: "max",
      depthIdentifier: "saga",
    }),
    3,
  ),
  body: array(tie("item"), { minLength: 1, maxLength: 3, size: "max", depthIdentifier: "saga" }),
  item: oneof(
    { maxDepth: 5, depthSize: "max", depthIdentifier: "saga" },
    { weight: 5, arbitrary: step },
    { weight: 4, arbitrary: tie("part") },
  ),
  part: oneof(
    { depthSize: "max", depthIdentifier: "saga" },
    { weight: 2, arbitrary: pivot },
    { weight: 1, arbitrary: record({ kind: constant("sleep"), seconds: integer({ min: 1, max: 90 }) }) },
    { weight: 1, arbitrary: record({ kind: constant("fail"), error: constantFrom("Given.Up", "Broken") }) },
    { weight: 1, arbitrary: constant({ kind: "return" } as const) },
    { weight: 2, arbitrary: record({ kind: constant("child"), id: constant(0), undo, body: tie("body") }) },
    {
      weight: 3,
      arbitrary: record({
        kind: constant("all"),
        bodies: array(tie("body"), { minLength: 1, maxLength: 3, size: "max" }),
      }),
    },
    {
      weight: 3,
      arbitrary: record({
        kind: constant("each"),
        over: constantFrom("array", "object"),
        items: integer({ min: 0, max: 3 }),
        concurrency: constantFrom(0, 1, 2),
        distributed: mostly(false, 2, true),
        body: tie("body"),
      }),
    },
    {
      weight: 2,
      arbitrary: record({
        kind: constant("when"),
        taken: fc.boolean(),
        numeric: mostly(false, 3, true),
        body: tie("body"),
        otherwise: tie("body"),
      }),
    },
    {
      weight: 1,
      arbitrary: record({
        kind: constant("match"),
        value: constantFrom("a", "b", "c"),
        bodies: fc.tuple(tie("body"), tie("body"), tie("body")),
      }),
    },
    {
      weight: 2,
      arbitrary: record({
        kind: constant("repeat"),
        max: integer({ min: 1, max: 3 }),
        until: constantFrom("none", "none", "number", "never"),
        body: tie("body"),
      }),
    },
    {
      weight: 3,
      arbitrary: record({
        kind: constant("attempt"),
        errors: oneof(
          constant(["States.ALL"]),
          fc.uniqueArray(constantFrom(...errors), { minLength: 1, maxLength: 2 }),
        ),
        body: tie("body"),
        handler: tie("body"),
      }),
    },
    { weight: 2, arbitrary: record({ kind: constant("saga"), body: tie("body") }) },
    {
      weight: 2,
      arbitrary: record({
        kind: constant("attempt"),
        errors: oneof(
          constant(["States.ALL"]),
          fc.uniqueArray(constantFrom(...errors), { minLength: 1, maxLength: 2 }),
        ),
        body: fc.tuple(record({ kind: constant("saga"), body: endangered(tie("body"), 1) })),
        handler: tie("body"),
      }),
    },
  ) as fc.Arbitrary<Part>, // of each kind one
}))

const kill: fc.Arbitrary<Kill> = oneof(
  record({ call: integer({ min: 0, max: 30 }), carriedOut: fc.boolean() }),
  record({ afterMs: integer({ min: 0, max: 30_000 }) }),
)

/** Workflows with everything that may go wrong. */
export const cases: fc.Arbitrary<SagaCase> = record({
  body: whole.map((drawn) => tamed(drawn)),
  kills: oneof({ weight: 2, arbitrary: constant([]) }, { weight: 1, arbitrary: array(kill, { maxLength: 3 }) }),
  cancel: oneof(
    { weight: 5, arbitrary: constant(undefined) },
    { weight: 1, arbitrary: integer({ min: 0, max: 40_000 }) },
  ),
  lose: oneof({ weight: 4, arbitrary: constant(undefined) }, { weight: 1, arbitrary: integer({ min: 0, max: 40 }) }),
})

/** One case: the same for the same seed and number. */
export function drawCase(seed: number, number: number): SagaCase {
  const [drawn] = fc.sample(cases, { seed: seedOf(seed, number), numRuns: 1 })
  if (drawn === undefined) throw new Error("one case was asked for")
  return drawn
}

/** The seed of one case: another one for each, and for neighbouring seeds. */
export function seedOf(seed: number, number: number): number {
  return hash(`${seed} ${number}`) >>> 1
}
