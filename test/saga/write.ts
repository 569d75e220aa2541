import {
  type Builder,
  eq,
  type Expr,
  gt,
  type InputOf,
  toNumber,
  value,
  type Workflow,
  workflow,
} from "@stepwright/dsl"
import type { z } from "zod"

import {
  type AllPart,
  bodiesOf,
  type Body,
  type ChildPart,
  type EachPart,
  nameOf,
  type Part,
  type PivotPart,
  type StepPart,
} from "./parts.ts"
import { act, Input, look, probe, type Result, undo, undoAll } from "./tasks.ts"

type W = Builder<z.output<typeof Result>>
/** The last result that a step can see. */
type Last = Expr<z.output<typeof Result>>
type Given = Expr<z.output<typeof Input>>
type Child = Workflow<z.output<typeof Input>, z.output<typeof Result>>

/** The input of every case. */
export const input: z.output<typeof Input> = {
  last: { id: "input", number: "7" },
  yes: true,
  value: "b",
  others: { a: "a", b: "b", c: "c" },
  list: [10, 11, 12],
}

/** The workflow of a case, and the child workflows that it calls. */
export interface Written {
  readonly root: Workflow<InputOf<Workflow<z.output<typeof Input>>>>
  readonly all: readonly Workflow<z.output<typeof Input>>[]
}

/** Writes a body as a workflow, by the DSL as an author does. */
export function write(body: Body): Written {
  const all: Workflow<z.output<typeof Input>>[] = []
  const root = define("saga", body, all)
  return { root, all }
}

function define(name: string, body: Body, all: Workflow<z.output<typeof Input>>[]): Workflow<z.output<typeof Input>> {
  const children = new Map<number, Child>()
  const visit = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.kind === "child")
        children.set(
          part.id,
          define(`child-${part.id}`, part.body, all) as Child, // of every body
        )
      else for (const inner of bodiesOf(part)) visit(inner)
    }
  }
  visit(body)
  const made = workflow(name, { input: Input }, (w, given) =>
    new Writer(given, children).body(w as unknown as W, body, given.last),
  ) as Workflow<z.output<typeof Input>> // its output is the result of some step
  all.push(made)
  return made
}

class Writer {
  readonly #given: Given
  readonly #children: ReadonlyMap<number, Child>

  constructor(given: Given, children: ReadonlyMap<number, Child>) {
    this.#given = given
    this.#children = children
  }

  /** Writes parts in order; gives the last result that can be seen, or nothing where they end early. */
  body(w: W, parts: Body, last: Last): Last {
    let seen = last
    for (const [index, part] of parts.entries()) seen = this.#part(w, part, nameOf(parts, index), seen)
    return seen
  }

  #part(w: W, part: Part, name: string, last: Last): Last {
    switch (part.kind) {
      case "step":
        return this.#step(w, part, name, last)
      case "pivot":
        return this.#pivot(w, part, name, last)
      case "child":
        return this.#child(w, part, name, last)
      case "all":
        return this.#all(w, part, name, last)
      case "each":
        this.#each(w, part, name, last)
        return last
      case "when": {
        const { taken, numeric } = part
        const condition = numeric ? gt(toNumber(last.number), taken ? 0 : 1000) : eq(this.#given.yes, taken)
        return w
          .when(condition, (w) => this.body(w, part.body, last), { name })
          .otherwise((w) => this.body(w, part.otherwise, last)) as Last
      }
      case "match": {
        const [a, b, otherwise] = part.bodies
        const cases = { a: (w: W) => this.body(w, a, last), b: (w: W) => this.body(w, b, last) }
        const rest = (w: W): Last => this.body(w, otherwise, last)
        return w.match(this.#given.others[part.value], cases, rest) as Last // a match has no name of its own
      }
      case "repeat": {
        const { max, until } = part
        const stops = { none: undefined, number: "7", never: "never" }[until]
        return w.repeat((w, carried: Last) => this.body(w, part.body, carried), {
          name,
          max,
          initial: last,
          ...(stops === undefined ? {} : { until: (carried: Last) => eq(carried.number, stops) }),
        }) as Last
      }
      case "attempt": {
        const handler = (w: W): Last => this.body(w, part.handler, last)
        return w
          .attempt((w) => this.body(w, part.body, last), { name })
          .catch(Object.fromEntries(part.errors.map((error) => [error, handler]))) as Last
      }
      case "saga":
        return w.saga((w) => this.body(w, part.body, last), { name })
      case "sleep":
        w.sleep(part.seconds, { name })
        return last
      case "fail":
        return w.fail(part.error, "as it was to", { name })
      case "return":
        return w.return(last, { name })
    }
  }

  #step(w: W, part: StepPart, name: string, last: Last): Last {
    const { id, role, numeric, undoes } = part
    const call = (role === "readOnly" ? look : act)({
      part: id,
      from: last.id,
      ...(numeric ? { number: toNumber(last.number) } : {}),
    })
    const policy = policyOf(part, name)
    if (role !== "compensated") return w.run(call, policy)
    if (undoes === "key")
      return w.run(call, {
        ...policy,
        compensate: ({ key, input }) => undo({ part: id, key, given: input.from, from: last.id }),
      })
    return w.run(call, {
      ...policy,
      compensate: {
        known: ({ key, input, result }) =>
          undo({
            part: id,
            key,
            given: input.from,
            from: last.id,
            result: result.id,
            ...(undoes === "number" ? { number: toNumber(result.number) } : {}),
          }),
        unknown: ({ key, input }) => undo({ part: id, key, given: input.from, from: last.id }),
      },
    })
  }

  #pivot(w: W, part: PivotPart, name: string, last: Last): Last {
    const { id } = part
    return w.pivot(act({ part: id, from: last.id }), {
      ...policyOf(part, name),
      ...(part.probe.length === 0 ? {} : { probe: ({ key }) => probe({ part: id, key }) }),
    })
  }

  #child(w: W, { id }: ChildPart, name: string, last: Last): Last {
    const child = this.#children.get(id)
    if (child === undefined) throw new Error(`there is no child ${id}`)
    const { yes, value: wanted, others, list } = this.#given
    return w.run(w.call(child)({ last, yes, value: wanted, others, list }), {
      name,
      compensate: ({ key, input }) => undoAll({ part: id, key, given: input.last.id, from: last.id }),
    })
  }

  #all(w: W, { bodies }: AllPart, name: string, last: Last): Last {
    const branches = bodies.map((parts, index) => [`b${index}`, (w: W) => this.body(w, parts, last)] as const)
    const results = w.all(Object.fromEntries(branches), { name }) as Readonly<Record<string, Last>>
    const [first] = bodies.flatMap((parts, index) => (parts.at(-1)?.kind === "fail" ? [] : [results[`b${index}`]]))
    return first ?? last
  }

  #each(w: W, { over, items, concurrency, distributed, body }: EachPart, name: string, last: Last): void {
    const options = {
      name,
      ...(concurrency === 0 ? {} : { concurrency }),
      ...(distributed ? { distributed: true as const } : {}),
    }
    const inner = (_: unknown, w: W): Last => this.body(w, body, last)
    const names = ["x", "y", "z"].slice(0, items)
    if (over === "array") w.each(names, inner, options)
    else w.each(value<Record<string, string>>(Object.fromEntries(names.map((key) => [key, key]))), inner, options)
  }
}

function policyOf({ attempts }: StepPart | PivotPart, name: string) {
  return { name, timeout: "4s", retry: { attempts, interval: "1s", backoff: 1 } } as const
}
