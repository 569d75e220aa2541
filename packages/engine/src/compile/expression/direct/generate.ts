import type { Expression, Json, Origin, Shape } from "@stepwright/dsl"
import type { GeneratorValue } from "fast-check"

import { lowerExpression, type Resolve } from "../index.ts"
import { isOnly, itemsOf, kindsOf, type Kind, stepShape } from "../shape-facts.ts"
import { Drawing, names, texts } from "./drawing.ts"

/** A value that an expression may refer to. */
export interface Source {
  readonly step: string
  readonly shape: Shape
  readonly value: Json | undefined
}

/** Draws typed expressions over values of drawn shapes. */
export class Generator extends Drawing {
  readonly #sources: readonly Source[]
  readonly #parameters = new Map<string, Shape>()

  constructor(draw: GeneratorValue) {
    super(draw)
    this.#sources = Array.from({ length: 4 }, (_, at) => {
      const shape = this.maybeOptional(this.shape(3))
      return { step: `s${at}`, shape, value: this.value(shape) }
    })
  }

  get sources(): readonly Source[] {
    return this.#sources
  }

  /** An expression that comes to a value of this kind, most of the time. */
  expression(kind: Kind | "any", depth: number, scope: Scope): Expression {
    const wanted =
      kind === "any"
        ? this.pick(["number", "string", "boolean", "array", "object"] as const)
        : this.chance(25)
          ? this.pick(["number", "string", "array"] as const)
          : kind
    if (depth <= 0 || this.chance(3)) return this.#leaf(wanted, scope)
    if (this.chance(8)) return this.#generic(wanted, depth, scope)
    const next = (of: Kind | "any"): Expression => this.expression(of, depth - 1, scope)
    switch (wanted) {
      case "number":
        return this.#number(depth, scope, next)
      case "string":
        return this.#text(next)
      case "boolean":
        return this.#boolean(next)
      case "array":
        return this.#list(depth, scope, next)
      case "object":
        return this.#object(depth, scope, next)
      case "null":
        return { kind: "literal", value: null }
    }
  }

  #leaf(kind: Kind, scope: Scope): Expression {
    const fitting = scope.paths.filter(({ shape }) => isOnly(shape, kind))
    const close = scope.paths.filter(({ shape }) => kindsOf(shape).has(kind))
    const path =
      fitting.length > 0 && !this.chance(4)
        ? this.pick(fitting)
        : close.length > 0 && this.chance(4)
          ? this.pick(close)
          : undefined
    if (path !== undefined) return path.expression
    return {
      kind: "literal",
      value: this.value(kind === "array" ? { type: "array", items: { type: "number" } } : { type: kind }) ?? null,
    }
  }

  #generic(kind: Kind, depth: number, scope: Scope): Expression {
    const next = (of: Kind | "any"): Expression => this.expression(of, depth - 1, scope)
    switch (this.pick(["coalesce", "choose", "at", "lookup", "field", "jsonata"] as const)) {
      case "coalesce":
        return call("coalesce", next(kind), next(kind))
      case "choose":
        return call("choose", next("boolean"), next(kind), next(kind))
      case "at":
        return call("at", next("array"), next("number"))
      case "lookup":
        return call(
          "lookup",
          next("object"),
          this.chance(2) ? next("string") : { kind: "literal", value: this.pick(names) },
        )
      case "field":
        return call("field", next(this.pick(["object", "array", "any"] as const)), {
          kind: "literal",
          value: this.pick<string | number>([...names, 0, 1, -1]),
        })
      case "jsonata":
        return {
          kind: "jsonata",
          source: this.pick(["$c0", "[$c0][0]", "$count($c0)", "$c0 = $c1 ? $c0 : $c1"]),
          captures: { c0: next("any"), c1: next("any") },
          shape: { type: "unknown", optional: true },
        }
    }
  }

  #number(depth: number, scope: Scope, next: Next): Expression {
    const digits: Expression = { kind: "literal", value: this.pick([0, 1, 2, -1]) }
    const exponent: Expression = { kind: "literal", value: this.pick([0, 1, 2, 3]) }
    const fn = this.pick([
      "add",
      "subtract",
      "multiply",
      "divide",
      "modulo",
      "power",
      "abs",
      "floor",
      "ceil",
      "round",
      "sum",
      "min",
      "max",
      "count",
      "textLength",
      "toNumber",
      "millis",
      "toMillis",
    ] as const)
    switch (fn) {
      case "add":
      case "subtract":
      case "multiply":
      case "divide":
      case "modulo":
        return call(fn, next("number"), next("number"))
      case "power":
        return call(fn, next("number"), this.chance(4) ? next("number") : exponent)
      case "round":
        return call(fn, next("number"), digits)
      case "sum":
      case "min":
      case "max":
        return call(fn, this.chance(2) ? this.#mapped("number", depth, scope) : next("array"))
      case "count":
        return call(fn, next("array"))
      case "textLength":
      case "toNumber":
      case "toMillis":
        return call(fn, next("string"))
      case "millis":
        return call(fn)
      case "abs":
      case "floor":
      case "ceil":
        return call(fn, next("number"))
    }
  }

  #text(next: Next): Expression {
    const fn = this.pick([
      "upper",
      "lower",
      "trim",
      "substring",
      "replace",
      "joinText",
      "toText",
      "now",
      "fromMillis",
      "text",
    ] as const)
    const start: Expression = { kind: "literal", value: this.pick([0, 1, -1, -9, 9]) }
    const separator: Expression = { kind: "literal", value: this.pick([",", "", "a"]) }
    switch (fn) {
      case "substring":
        return this.chance(2)
          ? call(fn, next("string"), start)
          : call(fn, next("string"), start, { kind: "literal", value: this.pick([0, 1, 2, -1]) })
      case "replace":
        return call(fn, next("string"), this.chance(2) ? separator : next("string"), next("string"))
      case "joinText":
        return call(fn, call("split", next("string"), separator), this.chance(2) ? separator : next("string"))
      case "toText":
        return call(fn, next("any"))
      case "fromMillis":
        return call(fn, next("number"))
      case "now":
        return call(fn)
      case "text":
        return { kind: "text", parts: [...this.some(texts), ...this.some([next("any"), next("string")])] }
      case "upper":
      case "lower":
      case "trim":
        return call(fn, next("string"))
    }
  }

  #boolean(next: Next): Expression {
    const fn = this.pick([
      "eq",
      "ne",
      "gt",
      "gte",
      "lt",
      "lte",
      "and",
      "or",
      "not",
      "exists",
      "contains",
      "startsWith",
      "includes",
      "matches",
    ] as const)
    switch (fn) {
      case "eq":
      case "ne":
        return call(fn, next("any"), next("any"))
      case "and":
      case "or":
        return call(fn, ...this.some([next("boolean"), next("boolean"), next("boolean")]))
      case "not":
        return call(fn, next("boolean"))
      case "exists":
        return call(fn, next("any"))
      case "contains":
      case "startsWith":
        return call(fn, next("string"), next("string"))
      case "includes":
        return call(fn, next("array"), next(this.pick(["number", "string", "boolean"] as const)))
      case "matches": {
        const [source, flags] = this.pick([
          ["a+[b(]", "i"],
          ["^ *$", ""],
          ["[{}/]|\\\\", ""],
          ["😀{1,2}", ""],
        ] as const)
        return call(fn, next("string"), { kind: "literal", value: source }, { kind: "literal", value: flags })
      }
      case "gt":
      case "gte":
      case "lt":
      case "lte": {
        const of = this.pick(["number", "string"] as const)
        return call(fn, next(of), next(of))
      }
    }
  }

  #list(depth: number, scope: Scope, next: Next): Expression {
    switch (
      this.pick([
        "map",
        "filter",
        "sortBy",
        "reverse",
        "append",
        "flatten",
        "distinct",
        "range",
        "split",
        "keys",
        "array",
      ] as const)
    ) {
      case "map":
        return this.#mapped("any", depth, scope)
      case "filter":
        return this.#over("filter", next("array"), 2, "boolean", depth, scope)
      case "sortBy":
        return this.#over("sortBy", next("array"), 1, this.pick(["number", "string"]), depth, scope)
      case "reverse":
        return call("reverse", next("array"))
      case "append":
        return call("append", next("array"), next("array"))
      case "flatten":
        return call(
          "flatten",
          this.chance(2) ? { kind: "array", items: [next("array"), next("array")] } : next("array"),
        )
      case "distinct":
        return call("distinct", next("array"))
      case "range":
        return call("range", { kind: "literal", value: this.pick([0, 1, -2]) }, call("count", next("array")))
      case "split":
        return call("split", next("string"), next("string"))
      case "keys":
        return call("keys", next("object"))
      case "array":
        return { kind: "array", items: this.some([next("any"), next("array"), next("any")]) }
    }
  }

  #mapped(kind: Kind | "any", depth: number, scope: Scope): Expression {
    return this.#over("map", this.expression("array", depth - 1, scope), 2, kind, depth, scope)
  }

  #over(fn: string, list: Expression, arity: number, kind: Kind | "any", depth: number, scope: Scope): Expression {
    const { shape } = lowerExpression(list, this.#resolveIn(scope))
    const item = isOnly(shape, "array") ? itemsOf(shape) : { type: "unknown" as const }
    const shapes: readonly Shape[] = [item, { type: "integer" as const }].slice(0, arity)
    const parameters = shapes.map((of) => {
      const parameter = `p${this.#parameters.size}`
      this.#parameters.set(parameter, of)
      return parameter
    })
    const paths = parameters.flatMap((parameter, at) =>
      pathsFrom({ from: "parameter", parameter }, shapes[at] ?? item, 2),
    )
    const body = this.expression(kind, depth - 1, { ...scope, paths: [...paths, ...paths, ...scope.paths] })
    return call(fn, list, { kind: "function", parameters, body })
  }

  /** Of a parameter its shape is enough, for what is drawn is lowered as a whole later. */
  #resolveIn({ resolve }: Scope): Resolve {
    return Object.assign((of: Origin) => (of.from === "parameter" ? "$parameter" : resolve(of)), {
      shapeOf: (of: Origin) => (of.from === "parameter" ? this.#parameters.get(of.parameter) : resolve.shapeOf?.(of)),
    })
  }

  #object(depth: number, scope: Scope, next: Next): Expression {
    switch (this.pick(["object", "object", "merge", "fromEntries"] as const)) {
      case "object": {
        const fields = new Map(this.some(names).map((key) => [key, next("any")]))
        return { kind: "object", fields: [...fields].map(([key, value]) => ({ key, value })) }
      }
      case "merge":
        return call("merge", next("object"), next("object"))
      case "fromEntries": {
        const entry: Expression = {
          kind: "object",
          fields: [
            { key: "key", value: next("string") },
            { key: "value", value: next("any") },
          ],
        }
        return call(
          "fromEntries",
          this.chance(2)
            ? { kind: "array", items: [entry] }
            : this.#over("map", next("array"), 2, "object", depth, scope),
        )
      }
    }
  }
}

type Next = (kind: Kind | "any") => Expression

/** What an expression may refer to. */
export interface Scope {
  readonly resolve: Resolve
  readonly paths: readonly { readonly expression: Expression; readonly shape: Shape }[]
}

function call(fn: string, ...args: readonly Expression[]): Expression {
  return { kind: "call", fn, args, shape: { type: "unknown" } }
}

/** Every path from an origin, some steps deep. */
export function pathsFrom(
  of: Extract<Expression, { kind: "reference" }>["of"],
  shape: Shape,
  depth: number,
  path: readonly (string | number)[] = [],
): Scope["paths"] {
  const here = { expression: { kind: "reference" as const, of, path, shape }, shape }
  if (depth <= 0) return [here]
  const keys: readonly (string | number)[] =
    shape.type === "object"
      ? [...Object.keys(shape.fields ?? {}), "zz"]
      : isOnly(shape, "array", "null")
        ? [0, 1, -1]
        : shape.type === "union" || shape.type === "unknown"
          ? ["a", 0]
          : []
  return [here, ...keys.flatMap((key) => pathsFrom(of, stepShape(shape, key), depth - 1, [...path, key]))]
}
