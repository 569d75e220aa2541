/** What one attempt of a step does to the world, and what it answers. */
export type Outcome =
  | "ok"
  /** It happens, but a part of its result is no number: whoever reads that part fails. */
  | "garbled"
  /** An error that proves that nothing happened. */
  | "declined"
  | "fails before"
  | "fails after"
  | "silent before"
  | "silent after"
  /** No answer in time; it happens later, perhaps after it was undone. */
  | "lands late"

/** What one attempt of a compensation does, and what it answers. */
export type UndoOutcome = "ok" | "fails before" | "fails after" | "silent before" | "silent after"

/** What one attempt of a probe answers. `tells`: what the world knows. */
export type ProbeOutcome = "tells" | "does not know" | "fails" | "silent"

interface Tried {
  /** Attempts in all. */
  readonly attempts: number
  /** By key and attempt, see `outcomeOf`. */
  readonly outcomes: readonly Outcome[]
}

/** One call of a task. */
export interface StepPart extends Tried {
  readonly kind: "step"
  readonly id: number
  readonly role: "compensated" | "readOnly" | "bare"
  /** Its input needs a number that may be garbled. */
  readonly numeric: boolean
  /** Its compensation: by key and input, by its result, or by a number of its result that may be garbled. */
  readonly undoes: "key" | "result" | "number"
  /** By attempt; the last for all that follow. */
  readonly undo: readonly UndoOutcome[]
}

/** The point of no return. */
export interface PivotPart extends Tried {
  readonly kind: "pivot"
  readonly id: number
  /** By attempt; without any there is no probe. */
  readonly probe: readonly ProbeOutcome[]
}

/** A child workflow, with a compensation for all of it. */
export interface ChildPart {
  readonly kind: "child"
  readonly id: number
  readonly undo: readonly UndoOutcome[]
  readonly body: Body
}

export interface AllPart {
  readonly kind: "all"
  readonly bodies: readonly Body[]
}

export interface EachPart {
  readonly kind: "each"
  readonly over: "array" | "object"
  readonly items: number
  /** 0: no bound. */
  readonly concurrency: number
  readonly distributed: boolean
  readonly body: Body
}

export interface WhenPart {
  readonly kind: "when"
  readonly taken: boolean
  /** Its condition needs a number that may be garbled. */
  readonly numeric: boolean
  readonly body: Body
  readonly otherwise: Body
}

export interface MatchPart {
  readonly kind: "match"
  /** Which case is taken: `a`, `b` or the default. */
  readonly value: "a" | "b" | "c"
  readonly bodies: readonly [a: Body, b: Body, otherwise: Body]
}

export interface RepeatPart {
  readonly kind: "repeat"
  readonly max: number
  /** `number`: until the carried number is the one that steps answer when nothing is garbled. `never`: it is used up. */
  readonly until: "none" | "number" | "never"
  readonly body: Body
}

export interface AttemptPart {
  readonly kind: "attempt"
  readonly errors: readonly string[]
  readonly body: Body
  readonly handler: Body
}

export interface SagaPart {
  readonly kind: "saga"
  readonly body: Body
}

export type Part =
  | StepPart
  | PivotPart
  | ChildPart
  | AllPart
  | EachPart
  | WhenPart
  | MatchPart
  | RepeatPart
  | AttemptPart
  | SagaPart
  | { readonly kind: "sleep"; readonly seconds: number }
  | { readonly kind: "fail"; readonly error: string }
  | { readonly kind: "return" }

/** A line of control, or a part of one. */
export type Body = readonly Part[]

/** What calls the world: each has a number of its own. */
export type CallingPart = StepPart | PivotPart | ChildPart

/** The name of a part in its body: a part of its key. A match has the one that the DSL gives it. */
export function nameOf(body: Body, index: number): string {
  const kind = body[index]?.kind ?? ""
  if (kind !== "match") return `${kind}${index}`
  const before = body.slice(0, index).filter((part) => part.kind === "match").length
  return before === 0 ? kind : `${kind}-${before + 1}`
}

/** The bodies inside a part; those of a child are not this workflow's. */
export function bodiesOf(part: Part): readonly Body[] {
  switch (part.kind) {
    case "all":
    case "match":
      return part.bodies
    case "each":
    case "repeat":
    case "saga":
      return [part.body]
    case "when":
      return [part.body, part.otherwise]
    case "attempt":
      return [part.body, part.handler]
    case "step":
    case "pivot":
    case "child":
    case "sleep":
    case "fail":
    case "return":
      return []
  }
}

/** All parts of a workflow, outermost first. */
function partsOf(body: Body): readonly Part[] {
  return body.flatMap((part) => [part, ...bodiesOf(part).flatMap(partsOf)])
}

/** All that calls the world, that of child workflows included. */
export function callsOf(body: Body): readonly CallingPart[] {
  return partsOf(body).flatMap((part): readonly CallingPart[] => {
    if (part.kind === "child") return [part, ...callsOf(part.body)]
    return part.kind === "step" || part.kind === "pivot" ? [part] : []
  })
}

/** Whether a workflow's failure compensates: something in it is to be undone, or parts it in two. */
export function needsSaga(body: Body): boolean {
  return partsOf(body).some(
    (part) => part.kind === "pivot" || part.kind === "child" || (part.kind === "step" && part.role === "compensated"),
  )
}
