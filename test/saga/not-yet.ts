import type { Body, Part } from "./parts.ts"

/** A shape that the compiler refuses today. */
export interface NotYet {
  readonly what: string
  /** The codes that it is refused by. */
  readonly codes: readonly string[]
}

/** Compensation where the compiler cannot keep attempts in order yet; a shape that it has learned is taken off the list. */
export const notYet = {
  distributed: { what: "compensation inside a distributed each", codes: ["COMPENSATION_PLACE"] },
} as const satisfies Readonly<Record<string, NotYet>>

/** The name of a shape that the compiler refuses today. */
export type NotYetName = keyof typeof notYet

/** Where a part stands. */
interface Where {
  readonly distributed: boolean
  /** Where a pivot is refused: it must part a saga in two. */
  readonly noPivot: boolean
}

const start: Where = { distributed: false, noPivot: false }

/**
 * A body as the compiler takes it, its calls numbered: what stands where it may not is made harmless or left out.
 * @param open - Shapes of {@link notYet} that are kept all the same.
 */
export function tamed(drawn: Body, open: readonly NotYetName[] = []): Body {
  return new Taming(open).workflow(drawn)
}

class Taming {
  readonly #open: ReadonlySet<NotYetName>
  #count = 0
  #forward = false

  constructor(open: readonly NotYetName[]) {
    this.#open = new Set(open)
  }

  workflow(drawn: Body): Body {
    const before = this.#forward
    this.#forward = false
    const body = this.#body(drawn, start, true)
    this.#forward = before
    return body
  }

  /** @param mayEnd - A fail or return may be its last part. */
  #body(drawn: Body, where: Where, mayEnd: boolean): Body {
    const parts: Part[] = []
    for (const part of drawn) {
      const made = this.#part(part, where)
      const ends = made.kind === "fail" || made.kind === "return"
      if (ends && !mayEnd) continue
      parts.push(made)
      if (ends) break
    }
    const harmless = { kind: "step", id: 0, role: "readOnly", numeric: false, attempts: 1, outcomes: ["ok"] } as const
    return parts.length > 0 ? parts : [{ ...harmless, id: this.#count++, undoes: "key", undo: ["ok"] }]
  }

  #part(part: Part, where: Where): Part {
    switch (part.kind) {
      case "step": {
        const kept = part.role !== "compensated" || this.#mayUndo(where)
        return { ...part, id: this.#count++, role: kept ? part.role : "readOnly" }
      }
      case "pivot":
        return this.#pivot(part, where)
      case "child": {
        const { undo, body } = part
        const id = this.#count++
        // A child that nobody could compensate is a part of the workflow itself.
        if (!this.#mayUndo(where)) return this.#part({ kind: "saga", body }, where)
        return { kind: "child", id, undo, body: this.workflow(body) }
      }
      case "all": {
        const inside = { ...where, noPivot: true }
        return { ...part, bodies: part.bodies.map((body) => this.#body(body, inside, true)) }
      }
      case "each": {
        const inside = { distributed: where.distributed || part.distributed, noPivot: true }
        const distributed = part.distributed && !where.distributed
        return { ...part, distributed, body: this.#body(part.body, inside, true) }
      }
      case "when": {
        const inside = { ...where, noPivot: true }
        return {
          ...part,
          body: this.#body(part.body, inside, true),
          otherwise: this.#body(part.otherwise, inside, false),
        }
      }
      case "match": {
        const inside = { ...where, noPivot: true }
        const [a, b, otherwise] = part.bodies
        return {
          ...part,
          bodies: [this.#body(a, inside, true), this.#body(b, inside, false), this.#body(otherwise, inside, false)],
        }
      }
      case "repeat":
        return { ...part, body: this.#body(part.body, { ...where, noPivot: true }, false) }
      case "attempt": {
        const inside = { ...where, noPivot: true }
        const body = this.#body(part.body, inside, true)
        const ends = body.some(({ kind }) => kind === "fail" || kind === "return")
        return { ...part, body, handler: this.#body(part.handler, inside, !ends) }
      }
      case "saga":
        return { ...part, body: this.#body(part.body, where, false) }
      case "sleep":
      case "fail":
      case "return":
        return part
    }
  }

  #pivot(part: Extract<Part, { kind: "pivot" }>, where: Where): Part {
    const { id: _, probe: __, kind: ___, ...tried } = part
    if (this.#forward || where.noPivot)
      return this.#part(
        { ...tried, kind: "step", id: 0, role: "bare", numeric: false, undoes: "key", undo: ["ok"] },
        where,
      )
    this.#forward = true
    return { ...part, id: this.#count++ }
  }

  /** Whether a step here may have a compensation. */
  #mayUndo({ distributed }: Where): boolean {
    return !this.#forward && (!distributed || this.#open.has("distributed"))
  }
}
