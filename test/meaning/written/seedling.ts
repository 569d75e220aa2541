import * as fc from "fast-check"

/**
 * What an expression is drawn from: numbers that mean something only in the scope where they are written. So every
 * seedling grows into a workflow that can be defined, and a smaller one into a simpler one.
 */
export interface TermSeed {
  readonly form: number
  readonly choice: number
  readonly parts: readonly TermSeed[]
}

/** What a step is drawn from. */
export interface StepSeed {
  readonly form: number
  readonly choice: number
  readonly terms: readonly TermSeed[]
  readonly blocks: readonly BlockSeed[]
}

/** What a body is drawn from. */
export interface BlockSeed {
  readonly steps: readonly StepSeed[]
  readonly ending: number
  readonly result: TermSeed
}

/** What a workflow and its input are drawn from. */
export interface Seedling {
  readonly body: BlockSeed
  readonly input: number
}

const number = fc.nat({ max: 999 })
const leaf: fc.Arbitrary<TermSeed> = fc.record({ form: fc.constant(0), choice: number, parts: fc.constant([]) })

const { term } = fc.letrec<{ term: TermSeed }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 3, depthIdentifier: "term" },
    leaf,
    fc.record({
      form: number,
      choice: number,
      parts: fc.array(tie("term"), { maxLength: 3 }),
    }),
  ),
}))

const { block } = fc.letrec<{ block: BlockSeed; step: StepSeed }>((tie) => ({
  block: fc.record({
    steps: fc.array(tie("step"), { maxLength: 3 }),
    ending: number,
    result: term,
  }),
  step: fc.record({
    form: number,
    choice: number,
    terms: fc.array(term, { maxLength: 3 }),
    blocks: fc.oneof(
      { maxDepth: 4, depthIdentifier: "block" },
      { arbitrary: fc.constant<readonly BlockSeed[]>([]), weight: 2 },
      { arbitrary: fc.array(tie("block"), { minLength: 1, maxLength: 3 }), weight: 3 },
    ),
  }),
}))

/** Draws workflows and their input. */
export const seedlings: fc.Arbitrary<Seedling> = fc.record({ body: block, input: number })

/** Where a seed has no more parts. */
export const noTerm: TermSeed = { form: 0, choice: 0, parts: [] }

/** Where a step has no more bodies. */
export const noBlock: BlockSeed = { steps: [], ending: 0, result: noTerm }
