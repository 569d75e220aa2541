import { type Body, type CallingPart, callsOf, type Outcome, type PivotPart, type StepPart } from "./parts.ts"
import { delayOf, entryOf, latenessOf, outcomeOf, rootOf } from "./outcome-of.ts"
import { limits } from "./tasks.ts"

/** A call of a task. */
export interface Asked {
  readonly task: string
  readonly key: string
  readonly attempt: number
  readonly input: unknown
}

type Answer = { readonly output: unknown } | { readonly error: string } | "silence"

/** What the world answers, and after how many milliseconds. */
export interface Reply {
  readonly answer: Answer
  readonly afterMs: number
  /** When its timeout ends it, in milliseconds: also where it was made again, that of the first call. */
  readonly deadline: number
}

/** A call that was made, as often as it was. Times in milliseconds. */
export interface Called {
  /** What was called under which key, for which attempt, with what. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** When its timeout ends it, in milliseconds; that of the first call where it was made again. */
  readonly deadline: number
}

/** How an attempt went: what its calls did, the last of which was answered unless it was too late. */
export interface Made {
  readonly outcomes: readonly Outcome[]
  readonly tooLate: boolean
}

interface Given {
  readonly part: number
  readonly from: string
  readonly key?: string
  readonly given?: string
  readonly result?: string
}

/**
 * The world outside: which effects stand, by key. An undo of a key that has not been seen leaves a tombstone, so that
 * what lands late is refused: the idea of `keyedEffects`. It outlives every worker.
 */
export class World {
  readonly calls: Called[] = []
  /** The parts whose effects stand, by key. */
  readonly standing = new Map<string, CallingPart>()
  /** What is wrong with calls, whatever comes of them. */
  readonly wrong: string[] = []
  readonly #parts: ReadonlyMap<number, CallingPart>
  readonly #void = new Set<string>()
  readonly #late: { readonly at: number; readonly key: string; readonly part: CallingPart }[] = []
  /** What the calls of an attempt did. */
  readonly #outcomes = new Map<string, readonly Outcome[]>()
  /** What a step was given from, by key. */
  readonly #given = new Map<string, string>()

  constructor(body: Body) {
    this.#parts = new Map(callsOf(body).map((part) => [part.id, part]))
  }

  /** Does what a call asks for, as far as it goes well, and answers it. */
  ask(asked: Asked, now: number): Reply {
    const input = asked.input as Given // by the tasks' schemas
    const part = this.#parts.get(input.part)
    if (part === undefined) throw new Error(`there is no part ${input.part}`)
    this.settle(now)
    const { text, limit, reply } = this.#act(asked, input, part, now)
    const silent = reply.answer === "silence"
    const deadline = this.calls.find((call) => call.text === text)?.deadline ?? now + limit * 1000
    this.calls.push({ text, start: now, end: silent ? deadline : now + reply.afterMs, deadline })
    return { ...reply, deadline }
  }

  /** How an attempt of a step went; undefined where it was not made. */
  made(key: string, attempt: number): Made | undefined {
    const outcomes = this.#outcomes.get(`${key} #${attempt}`)
    if (outcomes === undefined) return undefined
    const last = this.calls.findLast(({ text }) => text.startsWith(`do ${key} #${attempt} `))
    return { outcomes, tooLate: last !== undefined && last.end > last.deadline }
  }

  /** Whether any call was made again. */
  get repeated(): boolean {
    return new Set(this.calls.map(({ text }) => text)).size < this.calls.length
  }

  /** What lands late has landed. */
  settle(now: number): void {
    for (const late of this.#late.splice(0)) {
      if (late.at <= now) this.#apply(late.key, late.part)
      else this.#late.push(late)
    }
  }

  #act(asked: Asked, input: Given, part: CallingPart, now: number) {
    const { task, key, attempt } = asked
    const afterMs = delayOf(key, attempt)
    const act = (): { readonly text: string; readonly limit: number; readonly answer: Answer } => {
      if (task === "undo" || task === "undo-all")
        return { text: undoText(key, attempt, input), limit: limits.undo, answer: this.#undo(asked, input, part) }
      if (task === "probe")
        return { text: `probe ${key} #${attempt}`, limit: limits.probe, answer: this.#probe(asked, input, part) }
      return { text: doText(key, attempt, input.from), limit: limits.do, answer: this.#do(asked, input, part, now) }
    }
    const { text, limit, answer } = act()
    return { text, limit, reply: { answer, afterMs } }
  }

  #do({ task, key, attempt }: Asked, { from }: Given, part: CallingPart, now: number): Answer {
    if (part.kind === "child") throw new Error("a child is no task")
    this.#given.set(key, from)
    const before = this.#outcomes.get(`${key} #${attempt}`) ?? []
    const outcome = outcomeOf(part, key, attempt, before.length)
    this.#outcomes.set(`${key} #${attempt}`, [...before, outcome])
    const happens = task === "act" && ["ok", "garbled", "fails after", "silent after"].includes(outcome)
    if (happens && !this.#apply(key, part)) return { error: "Voided" }
    if (task === "act" && outcome === "lands late") this.#late.push({ at: now + latenessOf(key, part), key, part })
    switch (outcome) {
      case "ok":
      case "garbled":
        return { output: resultOf(key, outcome) }
      case "declined":
        return { error: "Declined" }
      case "fails before":
      case "fails after":
        return { error: "Broken" }
      case "silent before":
      case "silent after":
      case "lands late":
        return "silence"
    }
  }

  #undo({ task, attempt }: Asked, input: Given, part: CallingPart): Answer {
    const { key = "", given, result } = input
    if (part.kind === "pivot") throw new Error("a pivot is never undone")
    if (task === "undo") {
      // What may not have been attempted is undone where nobody can know.
      if ((this.#given.get(key) ?? given) !== given)
        this.wrong.push(`undoing ${key} is told that it was given ${given}`)
      if (result !== undefined && result !== key) this.wrong.push(`undoing ${key} is told that it answered ${result}`)
    }
    const outcome = entryOf(part.undo, attempt, "ok")
    if (outcome === "ok" || outcome.endsWith("after")) {
      if (task === "undo") this.#remove(key)
      else this.#removeAll(`${rootOf(key)}/`)
    }
    if (outcome === "ok") return { output: null }
    return outcome.startsWith("fails") ? { error: "Undo.Broken" } : "silence"
  }

  #probe({ attempt }: Asked, { key = "" }: Given, part: CallingPart): Answer {
    if (part.kind !== "pivot") throw new Error("only a pivot is probed")
    const outcome = entryOf(part.probe, attempt, "tells")
    if (outcome === "fails") return { error: "Probe.Broken" }
    if (outcome === "silent") return "silence"
    if (outcome === "does not know" || this.#late.some((late) => late.key === key))
      return { output: { outcome: "unknown" } }
    if (this.standing.has(key)) return { output: { outcome: "applied", result: resultOf(key, "ok") } }
    this.#void.add(key)
    return { output: { outcome: "notApplied" } }
  }

  #apply(key: string, part: CallingPart): boolean {
    if (this.#isVoid(key)) return false
    this.standing.set(key, part)
    return true
  }

  #isVoid(key: string): boolean {
    if (this.#void.has(key)) return true
    return [...this.#void].some((undone) => undone.endsWith("/") && key.startsWith(undone))
  }

  #remove(key: string): void {
    this.standing.delete(key)
    this.#void.add(key)
  }

  #removeAll(start: string): void {
    for (const key of this.standing.keys()) if (key.startsWith(start)) this.standing.delete(key)
    this.#void.add(start)
  }
}

/** What a step of this key answers. */
export function resultOf(key: string, outcome: "ok" | "garbled"): { readonly id: string; readonly number: string } {
  return { id: key, number: outcome === "ok" ? "7" : "seven" }
}

/** A step's attempt as text. */
export function doText(key: string, attempt: number, from: string): string {
  return `do ${key} #${attempt} from ${from}`
}

/** A compensation's attempt as text. */
export function undoText(key: string, attempt: number, told: Omit<Given, "part">): string {
  return `undo ${key} #${attempt} from ${told.from}, was given ${told.given}, answered ${told.result ?? "nothing"}`
}

/** Whether an effect of a part must not stand alone: somebody could undo it. */
export function isGuarded(part: CallingPart): part is StepPart | PivotPart {
  return part.kind === "pivot" || (part.kind === "step" && part.role === "compensated")
}
