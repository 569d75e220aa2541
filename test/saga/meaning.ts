import {
  type AllPart,
  type Body,
  type ChildPart,
  type EachPart,
  nameOf,
  needsSaga,
  type Outcome,
  type Part,
  type PivotPart,
  type StepPart,
  type UndoOutcome,
} from "./parts.ts"
import { entryOf, keyOf, outcomeOf, rootOf } from "./outcome-of.ts"
import { undoAttempts } from "./tasks.ts"
import type { Trace } from "./trace.ts"
import { doText, type Made, resultOf, undoText } from "./world.ts"

/** What a step answered. */
export interface Value {
  readonly id: string
  readonly number: string
}

/** What a workflow must come to. */
export interface Ending {
  readonly status: "SUCCEEDED" | "FAILED"
  readonly output?: Value
  readonly error?: string
  /** It stopped at its pivot, or after it: what was done stays, and a redrive goes on there. */
  readonly held: boolean
  readonly trace: Trace
  /** Keys of what could not be undone. */
  readonly letters: readonly string[]
  /** How many steps the failure's cause must tell of as undone, and as not; undefined where it tells of none. */
  readonly told: { readonly compensated: number; readonly uncompensated: number } | undefined
}

/** A failure on its way. Held: nothing catches it. */
class Failure {
  readonly error: string
  readonly held: boolean

  constructor(error: string, held = false) {
    this.error = error
    this.held = held
  }
}

class Returned {
  readonly value: Value

  constructor(value: Value) {
    this.value = value
  }
}

/** Something to undo: a step that was attempted, or the branches of a section. */
type Attempted =
  | {
      readonly kind: "step"
      readonly key: string
      readonly part: StepPart | ChildPart
      readonly from: Value
      readonly given: string
      /** What it answered; undefined where that is not known. */
      readonly result: Value | undefined
    }
  | { readonly kind: "section"; readonly branches: readonly (readonly Attempted[])[] }

/** Where a line of control stands. */
interface Line {
  readonly path: readonly string[]
  /** What was attempted, in order. */
  readonly journal: Attempted[]
  readonly trace: Trace[]
  /** An attempt around handles failures of sagas in it. */
  readonly handled: boolean
}

/** What the meaning of a workflow depends on beside its parts. */
interface Chance {
  /** Which of so many failed branches failed first; whether a lost worker had called a step. */
  readonly decide: (count: number) => number
  /** How attempts went; those that were not made would have gone as their outcomes say. */
  readonly made: (key: string, attempt: number) => Made | undefined
  /** Workers were lost. */
  readonly lost: boolean
}

/** The meaning of a case's workflow by `semantics.md`, read off its parts: no compiler, no engine. */
function meaningOf(body: Body, root: string, input: Value, chance: Chance): Ending {
  return new Execution(body, root, chance).end(input)
}

const queryError = "States.QueryEvaluationError"

class Execution {
  readonly #body: Body
  readonly #root: string
  readonly #chance: Chance
  readonly #saga: boolean
  #forward = false
  readonly #letters: string[] = []
  /** Of children as well. */
  readonly #allLetters: string[] = []
  #compensated = 0

  constructor(body: Body, root: string, chance: Chance) {
    this.#body = body
    this.#root = root
    this.#chance = chance
    this.#saga = needsSaga(body)
  }

  end(input: Value): Ending {
    const line: Line = { path: [rootOf(this.#root)], journal: [], trace: [], handled: false }
    const trace: Trace = { kind: "line", of: line.trace }
    const ending = { held: false, trace, letters: this.#allLetters, told: undefined }
    try {
      return { ...ending, status: "SUCCEEDED", output: this.#level(this.#body, line, input) }
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      if (failure.held || this.#forward || !this.#saga)
        return { ...ending, status: "FAILED", error: failure.error, held: this.#saga }
      this.#undo(line)
      const error = this.#letters.length > 0 ? "Saga.PartiallyCompensated" : failure.error
      const told = { compensated: this.#compensated, uncompensated: this.#letters.length }
      return { ...ending, status: "FAILED", error, told }
    }
  }

  /** A line of control of its own: a return ends it. */
  #level(body: Body, line: Line, last: Value): Value {
    try {
      return this.#parts(body, line, last)
    } catch (returned) {
      if (returned instanceof Returned) return returned.value
      throw returned
    }
  }

  #parts(body: Body, line: Line, last: Value): Value {
    let seen = last
    for (const [index, part] of body.entries()) seen = this.#part(part, nameOf(body, index), line, seen)
    return seen
  }

  #part(part: Part, name: string, line: Line, last: Value): Value {
    const inside: Line = { ...line, path: [...line.path, name] }
    switch (part.kind) {
      case "step":
        return this.#step(part, keyOf(inside.path.join("/")), line, last)
      case "pivot":
        return this.#pivot(part, keyOf(inside.path.join("/")), line, last)
      case "child":
        return this.#child(part, keyOf(inside.path.join("/")), line, last)
      case "all":
        return this.#all(part, inside, last)
      case "each":
        return this.#each(part, inside, last)
      case "when":
        if (part.numeric) numberOf(last)
        return this.#parts(part.taken ? part.body : part.otherwise, inside, last)
      case "match":
        return this.#parts(part.bodies["abc".indexOf(part.value)] ?? [], inside, last)
      case "repeat": {
        let carried = last
        for (let pass = 0; pass < part.max; pass++) {
          carried = this.#parts(part.body, { ...inside, path: [...inside.path, `#${pass}`] }, carried)
          if (part.until === "number" && carried.number === "7") return carried
        }
        if (part.until !== "none") throw new Failure("Stepwright.RepeatExhausted")
        return carried
      }
      case "attempt":
        try {
          return this.#parts(part.body, { ...inside, handled: true }, last)
        } catch (failure) {
          if (!(failure instanceof Failure) || failure.held) throw failure
          if (!part.errors.includes(failure.error) && !part.errors.includes("States.ALL")) throw failure
          return this.#parts(part.handler, { ...line, path: [...line.path, `${name}~catch`] }, last)
        }
      case "saga":
        return this.#sagaIn(part.body, inside, last)
      case "sleep":
        return last
      case "fail":
        throw new Failure(part.error)
      case "return":
        throw new Returned(last)
    }
  }

  #step(part: StepPart, key: string, line: Line, last: Value): Value {
    if (part.numeric) numberOf(last)
    const guarded = part.role === "compensated"
    const attempted = (result: Value | undefined): void => {
      if (guarded) line.journal.push({ kind: "step", key, part, from: last, given: last.id, result })
    }
    const { outcome, nothing } = this.#try(part, key, line, last)
    if (outcome === "ok" || outcome === "garbled") {
      const result = resultOf(key, outcome)
      attempted(result)
      return result
    }
    if (!nothing()) attempted(undefined)
    throw new Failure(errorOf(outcome))
  }

  /** How a step went, and whether that proves that it did nothing at all: only the very first call's error does. */
  #try(part: StepPart | PivotPart, key: string, { trace }: Line, last: Value) {
    const all: Outcome[] = []
    for (let attempt = 1; ; attempt++) {
      trace.push(call(doText(key, attempt, last.id)))
      const { outcomes, tooLate } = this.#chance.made(key, attempt) ?? {
        outcomes: [outcomeOf(part, key, attempt)],
        tooLate: false,
      }
      all.push(...outcomes)
      const outcome = tooLate ? "silent before" : (outcomes.at(-1) ?? "ok")
      if (!["ok", "garbled", "declined"].includes(outcome) && attempt < part.attempts) continue
      const nothing = (): boolean => {
        if (outcome !== "declined" || all.length > 1) return false
        // Whoever takes over cannot know whether a lost worker had got as far as the call.
        return !this.#chance.lost || this.#chance.decide(2) === 0
      }
      return { outcome, all, nothing }
    }
  }

  #pivot(part: PivotPart, key: string, line: Line, last: Value): Value {
    const { outcome, all, nothing } = this.#try(part, key, line, last)
    if (outcome === "ok" || outcome === "garbled") {
      this.#forward = true
      return resultOf(key, outcome)
    }
    const error = errorOf(outcome)
    if (nothing()) throw new Failure(error)
    if (part.probe.length === 0) throw new Failure(error, true)
    for (let asked = 1; ; asked++) {
      line.trace.push(call(`probe ${keyOf(`${key}~probe`)} #${asked}`))
      const probed = entryOf(part.probe, asked, "tells")
      const again = asked < undoAttempts
      if ((probed === "fails" || probed === "silent") && again) continue
      if (probed === "fails") throw new Failure("Probe.Broken", true)
      if (probed === "silent") throw new Failure("States.Timeout", true)
      if (probed === "does not know" || all.includes("lands late")) throw new Failure(queryError, true)
      if (!all.some((one) => ["ok", "garbled", "fails after", "silent after"].includes(one))) throw new Failure(error)
      this.#forward = true
      return resultOf(key, "ok")
    }
  }

  #child(part: ChildPart, key: string, line: Line, last: Value): Value {
    const { trace, letters, ...ended } = meaningOf(part.body, key, last, this.#chance)
    line.trace.push(trace)
    this.#allLetters.push(...letters)
    const attempted = (result: Value | undefined): void => {
      line.journal.push({ kind: "step", key, part, from: last, given: last.id, result })
    }
    if (ended.output === undefined) {
      attempted(undefined)
      throw new Failure(ended.error ?? "")
    }
    attempted(ended.output)
    return ended.output
  }

  #all({ bodies }: AllPart, line: Line, last: Value): Value {
    const values = this.#section(
      line,
      bodies.map((body, index) => ({ body, path: [...line.path, `b${index}`] })),
      last,
    )
    const first = bodies.findIndex((body) => body.at(-1)?.kind !== "fail")
    return values[first] ?? last
  }

  #each({ over, items, distributed, body }: EachPart, line: Line, last: Value): Value {
    const names = ["x", "y", "z"].slice(0, items)
    const branches = names.map((name, index) => ({
      body,
      path: [...line.path, over === "array" ? `[${index}]` : `{${name}}`],
    }))
    try {
      this.#section(line, branches, last)
    } catch (failure) {
      // Children that report what they did do not fail.
      const reports = !this.#forward && needsSaga(body)
      if (failure instanceof Failure && distributed && !reports)
        throw new Failure("States.ExceedToleratedFailureThreshold")
      throw failure
    }
    return last
  }

  /** Branches that hold something to undo all come to rest; of others the first failure stops the rest. */
  #section(
    line: Line,
    branches: readonly { readonly body: Body; readonly path: readonly string[] }[],
    last: Value,
  ): readonly Value[] {
    const ended = branches.map(({ body, path }) => {
      const own: Line = { path, journal: [], trace: [], handled: line.handled }
      const trace: Trace = { kind: "line", of: own.trace }
      try {
        return { journal: own.journal, trace, value: this.#level(body, own, last), failure: undefined }
      } catch (failure) {
        if (failure instanceof Failure) return { journal: own.journal, trace, value: last, failure }
        throw failure
      }
    })
    const rests = !this.#forward && branches.some(({ body }) => needsSaga(body))
    const failed = ended.filter(({ failure }) => failure !== undefined)
    const first = rests || failed.length === 0 ? failed[0] : failed[this.#chance.decide(failed.length)]
    const of = ended.map((end): Trace => {
      const { trace } = end
      return rests || first === undefined || end === first ? trace : { kind: "stopped", of: trace }
    })
    line.trace.push({ kind: "branches", of })
    line.journal.push({ kind: "section", branches: ended.map(({ journal }) => journal) })
    if (first?.failure !== undefined) throw first.failure
    return ended.map(({ value }) => value)
  }

  /** A saga inside: its steps are the outer one's, but where an attempt handles its failure it undoes by itself. */
  #sagaIn(body: Body, line: Line, last: Value): Value {
    if (!line.handled || this.#forward) return this.#parts(body, line, last)
    const own: Line = { ...line, journal: [], handled: false }
    const before = this.#letters.length
    try {
      const value = this.#parts(body, own, last)
      line.journal.push(...own.journal)
      return value
    } catch (failure) {
      if (failure instanceof Returned) line.journal.push(...own.journal)
      if (!(failure instanceof Failure) || failure.held || this.#forward) throw failure
      this.#undo(own)
      throw this.#letters.length > before ? new Failure("Saga.PartiallyCompensated") : failure
    }
  }

  #undo({ journal, trace }: Line): void {
    for (const attempted of journal.toReversed()) {
      if (attempted.kind === "step") {
        trace.push(this.#undoStep(attempted))
        continue
      }
      const of = attempted.branches.map((branch): Trace => {
        const own: Trace[] = []
        this.#undo({ path: [], journal: [...branch], trace: own, handled: false })
        return { kind: "line", of: own }
      })
      trace.push({ kind: "branches", of })
    }
  }

  #undoStep({ key, part, from, given, result }: Extract<Attempted, { kind: "step" }>): Trace {
    const reads = part.kind === "step" && part.undoes !== "key" && result !== undefined
    const told = { from: from.id, given, ...(reads ? { result: result.id } : {}) }
    const of: Trace[] = []
    const attempts = reads && part.undoes === "number" && result.number !== "7" ? 0 : undoAttempts
    for (let attempt = 1; attempt <= attempts; attempt++) {
      of.push(call(undoText(keyOf(`${key}~undo`), attempt, told)))
      if (entryOf<UndoOutcome>(part.undo, attempt, "ok") === "ok") {
        this.#compensated++
        return { kind: "line", of }
      }
    }
    this.#letters.push(key)
    this.#allLetters.push(key)
    return { kind: "line", of }
  }
}

function numberOf({ number }: Value): void {
  if (number !== "7") throw new Failure(queryError)
}

function errorOf(outcome: string): string {
  if (outcome === "declined") return "Declined"
  return outcome.startsWith("fails") ? "Broken" : "States.Timeout"
}

function call(text: string): Trace {
  return { kind: "call", text }
}

const most = 64

/** Everything that a workflow may come to: where several branches fail at once, each may be the first. */
export function meaningsOf(
  body: Body,
  root: string,
  input: Value,
  chance: Omit<Chance, "decide">,
): readonly Ending[] | undefined {
  const found: Ending[] = []
  const open: (readonly number[])[] = [[]]
  for (let decided = open.pop(); decided !== undefined; decided = open.pop()) {
    if (found.length >= most) return undefined
    const before: readonly number[] = decided
    const made: number[] = []
    const decide = (count: number): number => {
      const at = made.length
      const choice = before[at] ?? 0
      if (at >= before.length) for (let other = 1; other < count; other++) open.push([...made, other])
      made.push(choice)
      return choice
    }
    found.push(meaningOf(body, root, input, { ...chance, decide }))
  }
  return found
}
