import { JsonataError } from "./jsonata-error.ts"
import { isFunctionValue, type Value } from "./value.ts"

interface Parameter {
  readonly type: string
  readonly symbols: string
  /** The same as bits, one for each kind of value. */
  readonly kinds: number
  /** May be left out. */
  optional: boolean
  /** Taken from the context when left out. */
  context: boolean
  many: boolean
  subtype: string | undefined
}

const arrayOf: Readonly<Record<string, string>> = {
  a: "arrays",
  b: "booleans",
  f: "functions",
  n: "numbers",
  o: "objects",
  s: "strings",
}

/** A function signature such as `<s-nn?:s>`: checks and completes arguments. (JSONata documentation: "Function signatures") */
export class Signature {
  readonly #parameters: readonly Parameter[]
  readonly #pattern: RegExp
  /** How many arguments there are at least where none is completed. */
  readonly #least: number

  /** @throws {JsonataError} S0401, S0402 for a signature that is none. */
  constructor(text: string) {
    this.#parameters = parse(text)
    this.#least = this.#parameters.findLastIndex(({ optional, context }) => !optional || context) + 1
    this.#pattern = new RegExp(`^${this.#parameters.map((parameter) => `(${patternOf(parameter)})`).join("")}$`)
  }

  get arity(): number {
    return this.#parameters.length
  }

  /** @throws {JsonataError} T0410, T0411, T0412 */
  validate(args: readonly Value[], context: Value): readonly Value[] {
    if (this.#fitsAsGiven(args)) return args
    const supplied = args.map(symbolOf).join("")
    const match = this.#pattern.exec(supplied)
    if (match === null) throw this.#mismatch(args, supplied)
    const result: Value[] = []
    let at = 0
    for (const [index, parameter] of this.#parameters.entries()) {
      const taken = match[index + 1] ?? ""
      if (taken === "") {
        if (parameter.context) {
          if (!parameter.symbols.includes(symbolOf(context)))
            throw new JsonataError("T0411", { value: context, index: at + 1 })
          result.push(context)
        } else result.push(args[at++])
        continue
      }
      for (const symbol of taken)
        result.push(parameter.type === "a" ? arrayArgument(args, at++, symbol, taken, parameter) : args[at++])
    }
    return result
  }

  /** An argument for each parameter but the last optional ones, of its own type: nothing to complete or to wrap. */
  #fitsAsGiven(args: readonly Value[]): boolean {
    const parameters = this.#parameters
    if (args.length > parameters.length || args.length < this.#least) return false
    for (let at = 0; at < args.length; at++) {
      const parameter = parameters[at]
      if (parameter === undefined || parameter.many) return false
      const kind = kindOf(args[at])
      if ((parameter.kinds & kind) === 0) return false
      if (parameter.type === "a" && kind !== kinds.m && !isListOf(args[at], parameter.subtype)) return false
    }
    return true
  }

  #mismatch(args: readonly Value[], supplied: string): JsonataError {
    let pattern = "^"
    let good = 0
    for (const parameter of this.#parameters) {
      pattern += patternOf(parameter)
      const match = new RegExp(pattern).exec(supplied)
      if (match === null) break
      good = match[0].length
    }
    return new JsonataError("T0410", { value: args[good], index: good + 1 })
  }
}

function isListOf(value: Value, subtype: string | undefined): boolean {
  if (!Array.isArray(value)) return false
  if (subtype === undefined) return true
  const wanted = bitOf(subtype.charAt(0))
  for (let at = 0; at < value.length; at++) if (kindOf(value[at]) !== wanted) return false
  return true
}

function arrayArgument(args: readonly Value[], at: number, symbol: string, taken: string, parameter: Parameter): Value {
  if (symbol === "m") return undefined
  const value = args[at]
  const { subtype } = parameter
  if (subtype !== undefined) {
    const items = symbol === "a" ? (value as readonly Value[]) : undefined // its symbol says so
    const fits = items === undefined ? taken === subtype : items.every((item) => symbolOf(item) === subtype.charAt(0))
    if (!fits) throw new JsonataError("T0412", { value, index: at + 1, type: arrayOf[subtype] ?? subtype })
  }
  return symbol === "a" ? value : [value]
}

function patternOf({ symbols, optional, context, many }: Parameter): string {
  return `[${symbols}]${many ? "+" : optional || context ? "?" : ""}`
}

function parse(text: string): readonly Parameter[] {
  const parameters: Parameter[] = []
  const add = (type: string, symbols: string): void => {
    const kinds = Array.from(symbols).reduce((all, each) => all | bitOf(each), 0)
    parameters.push({ type, symbols, kinds, optional: false, context: false, many: false, subtype: undefined })
  }
  for (let at = 1; at < text.length && text.charAt(at) !== ":"; at++) {
    const symbol = text.charAt(at)
    const last = parameters.at(-1)
    if ("snblo".includes(symbol)) add(symbol, `${symbol}m`)
    else if (symbol === "a") add("a", "asnblfom")
    else if (symbol === "f") add("f", "f")
    else if (symbol === "j") add("j", "asnblom")
    else if (symbol === "x") add("x", "asnblfom")
    else if (symbol === "-" && last !== undefined) last.context = true
    else if (symbol === "?" && last !== undefined) last.optional = true
    else if (symbol === "+" && last !== undefined) last.many = true
    else if (symbol === "(") {
      const close = closing(text, at, "(", ")")
      const choice = text.slice(at + 1, close)
      if (choice.includes("<")) throw new JsonataError("S0402", { value: choice })
      add(`(${choice})`, `${choice}m`)
      at = close
    } else if (symbol === "<") {
      if (last?.type !== "a" && last?.type !== "f") throw new JsonataError("S0401", { value: last?.type })
      const close = closing(text, at, "<", ">")
      last.subtype = text.slice(at + 1, close)
      at = close
    }
  }
  return parameters
}

function closing(text: string, from: number, open: string, close: string): number {
  let depth = 1
  for (let at = from + 1; at < text.length; at++) {
    if (text.charAt(at) === close && --depth === 0) return at
    if (text.charAt(at) === open) depth++
  }
  return text.length
}

/** A bit for each kind of value: array, string, number, boolean, null, function, object, nothing. */
const kinds = { a: 1, s: 2, n: 4, b: 8, l: 16, f: 32, o: 64, m: 128 } as const

const symbols: ReadonlyMap<number, string> = new Map(Object.entries(kinds).map(([symbol, kind]) => [kind, symbol]))

function bitOf(symbol: string): number {
  return Object.hasOwn(kinds, symbol) ? kinds[symbol as keyof typeof kinds] : 0 // has it
}

function kindOf(value: Value): number {
  switch (typeof value) {
    case "string":
      return kinds.s
    case "number":
      return kinds.n
    case "boolean":
      return kinds.b
    case "object":
      if (value === null) return kinds.l
      if (Array.isArray(value)) return kinds.a
      return isFunctionValue(value) ? kinds.f : kinds.o
    case "undefined":
    case "bigint":
    case "symbol":
    case "function":
      return kinds.m
  }
}

function symbolOf(value: Value): string {
  return symbols.get(kindOf(value)) ?? "m"
}
