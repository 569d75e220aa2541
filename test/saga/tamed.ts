import type { Body, Part } from "./parts.ts"

/**
 * A body as the compiler takes it, its calls numbered: a saga has one pivot, which parts it in two, and nothing after it
 * is compensated. What stands where it may not is made harmless or left out.
 */
export function tamed(drawn: Body): Body {
  return new Taming().workflow(drawn)
}

class Taming {
  #count = 0
  /** Past the pivot. */
  #forward = false

  workflow(drawn: Body): Body {
    const before = this.#forward
    this.#forward = false
    const body = this.#body(drawn, true, true)
    this.#forward = before
    return body
  }

  /**
   * @param parts - A pivot here parts the saga in two.
   * @param mayEnd - A fail or return may be its last part.
   */
  #body(drawn: Body, parts: boolean, mayEnd: boolean): Body {
    const kept: Part[] = []
    for (const part of drawn) {
      const made = this.#part(part, parts)
      const ends = made.kind === "fail" || made.kind === "return"
      if (ends && !mayEnd) continue
      kept.push(made)
      if (ends) break
    }
    const harmless = { kind: "step", id: 0, role: "readOnly", numeric: false, attempts: 1, outcomes: ["ok"] } as const
    return kept.length > 0 ? kept : [{ ...harmless, id: this.#count++, undoes: "key", undo: ["ok"] }]
  }

  #part(part: Part, parts: boolean): Part {
    switch (part.kind) {
      case "step": {
        const kept = part.role !== "compensated" || !this.#forward
        return { ...part, id: this.#count++, role: kept ? part.role : "readOnly" }
      }
      case "pivot":
        return this.#pivot(part, parts)
      case "child": {
        const { undo, body } = part
        const id = this.#count++
        // A child that nobody could compensate is a part of the workflow itself.
        if (this.#forward) return this.#part({ kind: "saga", body }, parts)
        return { kind: "child", id, undo, body: this.workflow(body) }
      }
      case "all":
        return { ...part, bodies: part.bodies.map((body) => this.#body(body, false, true)) }
      case "each":
        return { ...part, body: this.#body(part.body, false, true) }
      case "when":
        return {
          ...part,
          body: this.#body(part.body, false, true),
          otherwise: this.#body(part.otherwise, false, false),
        }
      case "match": {
        const [a, b, otherwise] = part.bodies
        return {
          ...part,
          bodies: [this.#body(a, false, true), this.#body(b, false, false), this.#body(otherwise, false, false)],
        }
      }
      case "repeat":
        return { ...part, body: this.#body(part.body, false, false) }
      case "attempt": {
        const body = this.#body(part.body, false, true)
        const ends = body.some(({ kind }) => kind === "fail" || kind === "return")
        return { ...part, body, handler: this.#body(part.handler, false, !ends) }
      }
      case "saga":
        return { ...part, body: this.#body(part.body, parts, false) }
      case "sleep":
      case "fail":
      case "return":
        return part
    }
  }

  #pivot(part: Extract<Part, { kind: "pivot" }>, parts: boolean): Part {
    const { id: _, probe: __, kind: ___, ...tried } = part
    if (this.#forward || !parts)
      return this.#part(
        { ...tried, kind: "step", id: 0, role: "bare", numeric: false, undoes: "key", undo: ["ok"] },
        parts,
      )
    this.#forward = true
    return { ...part, id: this.#count++ }
  }
}
