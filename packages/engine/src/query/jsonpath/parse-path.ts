import { RE2JS } from "re2js"

/** One step of a path. */
export type Segment =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "indices"; readonly indices: readonly number[] }
  | { readonly kind: "slice"; readonly from: number | undefined; readonly to: number | undefined; readonly by: number }
  | { readonly kind: "wildcard" }
  /** Every descendant; the next segment picks among them. */
  | { readonly kind: "descend" }
  | { readonly kind: "filter"; readonly test: FilterTest }
  /** `.length()` and the like, at the end of a path. */
  | { readonly kind: "function"; readonly name: "length" | "min" | "max" | "sum" | "avg" | "keys" | "size" }

export interface PathText {
  /** `input`: `$`. `context`: `$$`. Else the variable's name. */
  readonly root: "input" | "context" | { readonly variable: string }
  readonly segments: readonly Segment[]
}

/** A filter's operand. */
export type Operand =
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
  | { readonly kind: "values"; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind: "regex"; readonly source: string; readonly pattern: RE2JS }
  | { readonly kind: "path"; readonly from: "item" | "root"; readonly segments: readonly Segment[] }

export type FilterTest =
  | { readonly kind: "and" | "or"; readonly left: FilterTest; readonly right: FilterTest }
  | { readonly kind: "not"; readonly test: FilterTest }
  | { readonly kind: "exists"; readonly operand: Operand }
  | { readonly kind: "compare"; readonly operator: string; readonly left: Operand; readonly right: Operand }

/** A path that is not one. */
export class PathSyntaxError extends Error {
  override readonly name = "PathSyntaxError"
}

const functions = new Set(["length", "min", "max", "sum", "avg", "keys", "size"])
/** Jayway JsonPath's filter operators. */
const operators: readonly string[] =
  "==,!=,<=,>=,=~,<,>,in ,nin ,subsetof ,anyof ,noneof ,size ,empty ,contains ".split(",")
const nameChar = /[^\s.[\](),'"*?@=<>!&|]/u

/**
 * Reads a path in Step Functions' dialect: `$`, `$$` or `$variable`, then names, indices, slices, wildcards, `..`,
 * unions and filters.
 * @throws {PathSyntaxError}
 */
export function parsePath(text: string): PathText {
  const reader = new PathReader(text)
  const root = reader.root()
  const segments = reader.segments()
  reader.end()
  return { root, segments }
}

/** True where the path names one place: no wildcard, slice, union, filter or descent. */
export function isDefinite(segments: readonly Segment[]): boolean {
  return segments.every(({ kind }) => kind === "name" || kind === "index" || kind === "function")
}

class PathReader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  root(): PathText["root"] {
    if (!this.#take("$")) this.#refuse("a path starts with '$'")
    if (this.#take("$")) return "context"
    const variable = /^[\p{ID_Start}_][\p{ID_Continue}]*/u.exec(this.#text.slice(this.#at))?.[0]
    if (variable === undefined) return "input"
    this.#at += variable.length
    return { variable }
  }

  segments(): Segment[] {
    const segments: Segment[] = []
    for (;;) {
      if (this.#take("..")) {
        segments.push({ kind: "descend" })
        if (this.#peek() !== "[") segments.push(this.#dotted())
      } else if (this.#take(".")) segments.push(this.#dotted())
      else if (this.#peek() === "[") segments.push(this.#bracket())
      else return segments
    }
  }

  end(): void {
    if (this.#at < this.#text.length) this.#refuse(`'${this.#text.slice(this.#at)}' was not expected`)
  }

  #dotted(): Segment {
    if (this.#take("*")) return { kind: "wildcard" }
    let name = ""
    while (this.#at < this.#text.length && nameChar.test(this.#peek())) name += this.#text[this.#at++] ?? ""
    if (name === "") this.#refuse("a field name was expected")
    if (functions.has(name) && this.#take("()")) {
      return { kind: "function", name: name as Extract<Segment, { kind: "function" }>["name"] } // just checked
    }
    return { kind: "name", name }
  }

  #bracket(): Segment {
    this.#expect("[")
    this.#space()
    const segment = this.#inside()
    this.#space()
    this.#expect("]")
    return segment
  }

  #inside(): Segment {
    if (this.#take("*")) return { kind: "wildcard" }
    if (this.#take("?")) {
      this.#space()
      this.#expect("(")
      const test = this.#or()
      this.#space()
      this.#expect(")")
      return { kind: "filter", test }
    }
    if (this.#peek() === "'" || this.#peek() === '"') {
      const names = this.#list(() => this.#quotedName())
      return names.length === 1 ? { kind: "name", name: names[0] ?? "" } : { kind: "names", names }
    }
    return this.#numeric()
  }

  #numeric(): Segment {
    const from = this.#integer()
    this.#space()
    if (this.#take(":")) {
      this.#space()
      const to = this.#integer()
      this.#space()
      const by = this.#step()
      if (by <= 0) this.#refuse("a slice's step is positive")
      return { kind: "slice", from, to, by }
    }
    if (from === undefined) this.#refuse("an index, a quoted name, '*' or a filter was expected")
    const indices = [from]
    while (this.#take(",")) {
      this.#space()
      const next = this.#integer()
      if (next === undefined) this.#refuse("an index was expected")
      indices.push(next)
      this.#space()
    }
    return indices.length === 1 ? { kind: "index", index: from } : { kind: "indices", indices }
  }

  #step(): number {
    if (!this.#take(":")) return 1
    this.#space()
    return this.#integer() ?? 1
  }

  #or(): FilterTest {
    let left = this.#and()
    for (this.#space(); this.#take("||"); this.#space()) left = { kind: "or", left, right: this.#and() }
    return left
  }

  #and(): FilterTest {
    let left = this.#test()
    for (this.#space(); this.#take("&&"); this.#space()) left = { kind: "and", left, right: this.#test() }
    return left
  }

  #test(): FilterTest {
    if (++this.#depth > 50) this.#refuse("filters nest too deeply")
    this.#space()
    const test = this.#testInside()
    this.#depth--
    return test
  }

  #testInside(): FilterTest {
    if (this.#take("!") && this.#peek() !== "=") return { kind: "not", test: this.#test() }
    if (this.#take("(")) {
      const inner = this.#or()
      this.#space()
      this.#expect(")")
      return inner
    }
    const left = this.#operand()
    this.#space()
    const operator = operators.find((candidate) => this.#take(candidate))
    if (operator === undefined) return { kind: "exists", operand: left }
    this.#space()
    return { kind: "compare", operator: operator.trim(), left, right: this.#operand() }
  }

  #operand(): Operand {
    const next = this.#peek()
    if (next === "@" || next === "$") {
      this.#at++
      return { kind: "path", from: next === "@" ? "item" : "root", segments: this.segments() }
    }
    if (next === "'" || next === '"') return { kind: "value", value: this.#quoted() }
    if (next === "/") return this.#regex()
    if (this.#take("[")) {
      const values = this.#peek() === "]" ? [] : this.#list(() => this.#literal())
      this.#expect("]")
      return { kind: "values", values }
    }
    return { kind: "value", value: this.#literal() }
  }

  #literal(): string | number | boolean | null {
    if (this.#peek() === "'" || this.#peek() === '"') return this.#quoted()
    const word = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(this.#text.slice(this.#at))?.[0]
    if (word === undefined) return this.#refuse("a value was expected")
    this.#at += word.length
    return JSON.parse(word) as number | boolean | null // the pattern above
  }

  #regex(): Operand {
    const match = /^\/((?:[^/\\]|\\.)*)\/([a-z]*)/.exec(this.#text.slice(this.#at))
    if (match === null) return this.#refuse("a regular expression was expected")
    const [text, source = "", flags = ""] = match
    try {
      // Linear time, whatever the pattern: a definition must not be able to block a worker.
      const pattern = RE2JS.compile(source, flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0)
      this.#at += text.length
      return { kind: "regex", source, pattern }
    } catch {
      return this.#refuse("a regular expression without look-around and back-references was expected")
    }
  }

  #quoted(): string {
    const quote = this.#text[this.#at++]
    let text = ""
    for (;;) {
      const char = this.#text[this.#at++]
      if (char === undefined) return this.#refuse("a closing quote was expected")
      if (char === quote) return text
      text += char === "\\" ? (this.#text[this.#at++] ?? "") : char
    }
  }

  /**
   * Recorded: a backslash in a quoted name stands for itself. Before the name's own quote it makes that a part of the
   * name, which could not be written otherwise; before another backslash it keeps that one from doing so.
   */
  #quotedName(): string {
    const quote = this.#text[this.#at++]
    let name = ""
    for (;;) {
      const char = this.#text[this.#at++]
      if (char === undefined) return this.#refuse("a closing quote was expected")
      if (char === quote) return name
      if (char !== "\\") name += char
      else {
        const next = this.#text[this.#at++] ?? ""
        name += next === quote ? next : char + next
      }
    }
  }

  #list<T>(read: () => T): T[] {
    const items: T[] = []
    do {
      this.#space()
      items.push(read())
      this.#space()
    } while (this.#take(","))
    return items
  }

  #integer(): number | undefined {
    const digits = /^-?\d+/.exec(this.#text.slice(this.#at))?.[0]
    if (digits === undefined) return undefined
    this.#at += digits.length
    return Number(digits)
  }

  #peek(): string {
    return this.#text.charAt(this.#at)
  }

  #space(): void {
    while (this.#peek() === " ") this.#at++
  }

  #take(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false
    this.#at += token.length
    return true
  }

  #expect(token: string): void {
    if (!this.#take(token)) this.#refuse(`'${token}' was expected`)
  }

  #refuse(what: string): never {
    throw new PathSyntaxError(`'${this.#text}' is not a JSONPath: ${what} at position ${this.#at + 1}`)
  }
}
