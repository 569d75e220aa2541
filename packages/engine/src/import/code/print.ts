import type { Json } from "../../asl/json.ts"
import {
  type ArrowCode,
  type Code,
  type FieldCode,
  hasEffect,
  jsonCode,
  type MergedCode,
  type Statement,
  Value,
} from "./code.ts"
import { hugsLast, mustBreak } from "./layout.ts"
import { brokenTag, fieldText, flatScalar, keyText } from "./flat-text.ts"
import { Identifiers, isIdentifier } from "./names.ts"
import { brokenSchema, schemaText } from "./print-schema.ts"
import { quoted, templateText } from "./quoted.ts"
import { type AllReads, nothing, type Reads, readsIn } from "./reads.ts"

const width = 120

/** Where code stands: by itself, or as the value of something. */
type Standing = "statement" | "value"

/** Prints statements as a formatter would leave them: no semicolons, two spaces, at most 120 columns where that can be. */
export class Printer {
  readonly #names = new Map<Value, string>()
  readonly #firsts = new Map<Value, string>()
  readonly #identifiers = new Identifiers()
  /** By what they say, so that equal ones are declared once. */
  readonly #schemas = new Map<string, { readonly name: string; readonly declaration: string }>()
  readonly #all: AllReads

  /**
   * @param statements - All that will be printed: what they read of a value decides how it is introduced.
   * @param exported - A name that is taken already.
   */
  constructor(statements: readonly Statement[], exported: string) {
    this.#all = readsIn(statements)
    this.#identifiers.take(exported)
  }

  /** `export const name = …`, and the schemas that it needs before it, each with a trailing line break. */
  exported(name: string, code: Code): { readonly text: string; readonly schemas: string } {
    const head = `export const ${name} = `
    const text = `${head}${this.#code(code, "", head.length)}\n`
    return { text, schemas: [...this.#schemas.values()].map(({ declaration }) => declaration).join("") }
  }

  /** Lines with a trailing line break. */
  #statements(statements: readonly Statement[], indent: string): string {
    return this.#shortened(statements)
      .map((statement) => this.#statement(statement, indent))
      .join("")
  }

  /** What is named only to be returned is returned. */
  #shortened(statements: readonly Statement[]): readonly Statement[] {
    const [last, before] = [statements.at(-1), statements.at(-2)]
    if (last?.kind !== "return" || before?.kind !== "const") return statements
    const code = this.#plain(last.code)
    const read = code.kind === "field" && this.#isWhole(code) ? code.of : code
    if (read.kind !== "name" || read.value !== before.value || this.#needsSchema(before.value)) return statements
    if (this.#reads(before.value).whole !== 1) return statements
    return [...statements.slice(0, -2), { kind: "return", code: before.init }]
  }

  /** Whether a field of a merged value is all that is left of it. */
  #isWhole({ of }: FieldCode): boolean {
    return of.kind === "name" && of.value.merge !== undefined && this.#isAlone(of.value.merge)
  }

  #statement(statement: Statement, indent: string): string {
    switch (statement.kind) {
      case "comment":
        return statement.text
          .split(/\r?\n/)
          .map((line) => `${`${indent}// ${line}`.trimEnd()}\n`)
          .join("")
      case "do":
        return `${indent}${this.#code(statement.code, indent, indent.length, "statement")}\n`
      case "return":
        if (this.#isEmpty(statement.code)) return ""
        return `${indent}return ${this.#code(statement.code, indent, indent.length + 7)}\n`
      case "const":
        return this.#const(statement.value, statement.init, indent)
    }
  }

  /** What nobody reads is done for what it does. What is read by its fields is said what it holds. */
  #const(value: Value, init: Code, indent: string): string {
    const reads = this.#all.values.get(value)
    if (reads === undefined) return hasEffect(init) ? this.#statement({ kind: "do", code: init }, indent) : ""
    if (!this.#needsSchema(value)) return this.#assigned(this.#name(value), init, indent)
    if (init.kind === "name" || init.kind === "field") return this.#typed(value, this.#flat(init) ?? "", indent)
    const answer = this.#first(value, "answer")
    return this.#assigned(answer, init, indent) + this.#typed(value, answer, indent)
  }

  #assigned(name: string, init: Code, indent: string): string {
    const head = `${indent}const ${name} = `
    return `${head}${this.#code(init, indent, head.length)}\n`
  }

  /** Whether more is read of a value than its own type tells. */
  #needsSchema(value: Value): boolean {
    const { fields, types } = this.#reads(value)
    if (value.merge !== undefined && !this.#isAlone(value.merge))
      return [...fields.values()].some((inner) => inner.fields.size > 0 || inner.types.size > 0)
    return fields.size > 0 || types.size > 0
  }

  /** Says what a value of which nothing is known holds. */
  #typed(value: Value, of: string, indent: string): string {
    const [head, schema] = [`${indent}const ${this.#name(value)} = `, this.#schema(value)]
    const line = `${head}jsonata.as(${schema})\`\${${of}}\``
    return `${line.length <= width ? line : `${head}${brokenTag(schema, indent)}\`\${${of}}\``}\n`
  }

  /** The schema of a value: an object's is declared before the workflow, and named like the value. */
  #schema(value: Value): string {
    const reads = this.#reads(value)
    const text = schemaText(reads) ?? "z.unknown()"
    if (reads.fields.size === 0) return text
    const same = this.#schemas.get(text)
    if (same !== undefined) return same.name
    const name = this.#identifiers.take(value.wanted, "type")
    const line = `const ${name} = ${text}\n`
    const fits = line.length <= width + 1
    this.#schemas.set(text, { name, declaration: fits ? line : `const ${name} = ${brokenSchema(reads, "", width)}\n` })
    return name
  }

  /** Of a merged value that is one field only: of that field. */
  #reads(value: Value): Reads {
    const reads = this.#all.values.get(value) ?? nothing()
    if (value.merge === undefined || !this.#isAlone(value.merge)) return reads
    return [...reads.fields.values()][0] ?? reads
  }

  #isAlone(merge: MergedCode["merge"]): boolean {
    return merge.collapses && this.#all.merges.get(merge)?.size === 1
  }

  #live({ merge, fields }: MergedCode): MergedCode["fields"] {
    return fields.filter(([name]) => this.#all.merges.get(merge)?.has(name) === true)
  }

  #isEmpty(code: Code): boolean {
    return code.kind === "merged" && this.#live(code).length === 0
  }

  #name(value: Value): string {
    const known = this.#names.get(value)
    if (known !== undefined) return known
    const name = this.#identifiers.take(value.wanted)
    this.#names.set(value, name)
    return name
  }

  /** What a value is called before it is said what it holds; the same however often it is printed. */
  #first(value: Value, as: "answer" | "given"): string {
    const name =
      this.#firsts.get(value) ??
      this.#identifiers.take(as === "answer" ? `${value.wanted} answer` : `given ${value.wanted}`)
    this.#firsts.set(value, name)
    return name
  }

  /** On one line where it fits and may, else broken. */
  #code(code: Code, indent: string, column: number, standing: Standing = "value"): string {
    const flat = this.#flat(code)
    if (flat !== undefined && column + flat.length <= width) return flat
    return this.#broken(this.#plain(code), indent, column, standing)
  }

  /** JSON and merged values as the objects and lists that they are. */
  #plain(code: Code): Code {
    if (code.kind === "merged") {
      const live = this.#live(code)
      const [first] = live
      if (this.#isAlone(code.merge)) return first === undefined ? code : this.#plain(first[1])
      const object: Code = { kind: "object", fields: live }
      if (code.typed !== true) return object
      const members = live.map(([name]) => `${keyText(name)}: ${name === "again" ? "boolean" : "unknown"}`)
      return { kind: "call", fn: "value", type: `<{ ${members.join("; ")} }>`, args: [object] }
    }
    if (code.kind !== "json" || typeof code.value !== "object" || code.value === null) return code
    if (Array.isArray(code.value)) return { kind: "array", items: (code.value as readonly Json[]).map(jsonCode) } // isArray does not narrow
    return { kind: "object", fields: Object.entries(code.value).map(([key, field]) => [key, jsonCode(field)]) }
  }

  #broken(code: Code, indent: string, column: number, standing: Standing): string {
    const deeper = `${indent}  `
    switch (code.kind) {
      case "object":
        return `{\n${code.fields.map(([key, field]) => this.#field(key, field, deeper)).join("")}${indent}}`
      case "array":
        return `[\n${code.items.map((item) => `${deeper}${this.#code(item, deeper, deeper.length + 1)},\n`).join("")}${indent}]`
      case "call": {
        const head = `${code.fn}${code.type ?? ""}`
        return `${head}${this.#args(code.args, indent, column + head.length)}`
      }
      case "arrow":
        return this.#brokenArrow(code, indent)
      case "method":
        if (this.#isIdle(code)) return this.#code(code.of, indent, column, standing)
        return this.#chain(code, indent, column, standing)
      case "jsonata":
        return (this.#flat(code) ?? "").replace(`jsonata.as(${code.schema})`, () => brokenTag(code.schema, indent))
      case "json":
      case "merged":
      case "name":
      case "field":
      case "text":
        return this.#flat(code) ?? ""
    }
  }

  #field(key: string, field: Code, indent: string): string {
    const head = `${indent}${keyText(key)}: `
    const text = this.#code(field, indent, head.length + 1)
    // A text that does not fit goes to the next line, unless the name before it is no longer than the indentation.
    const long = field.kind === "json" && typeof field.value === "string" && head.length + text.length + 1 > width
    if (long && keyText(key).length > 2) return `${head.trimEnd()}\n${indent}  ${text},\n`
    return text === key ? `${indent}${key},\n` : `${head}${text},\n`
  }

  #brokenArrow({ params, body }: ArrowCode, indent: string): string {
    const deeper = `${indent}  `
    const named = this.#named(params)
    const typed = named
      .map(({ value, given }) => (value === undefined ? "" : this.#typed(value, given, deeper)))
      .join("")
    const inside = `${typed}${this.#statements(body, deeper)}`
    const head = headOf(named, inside)
    return inside === "" ? `${head} => {}` : `${head} => {\n${inside}${indent}}`
  }

  /** The parameters up to the last that is read. One of which fields are read is given under a name of its own. */
  #named(params: ArrowCode["params"]): readonly Named[] {
    const isRead = (param: Value | string): boolean => typeof param === "string" || this.#all.values.has(param)
    return params.slice(0, params.findLastIndex(isRead) + 1).map((param) => {
      if (typeof param === "string") return { given: param, value: undefined }
      if (!isRead(param)) return { given: `_${param.wanted}`, value: undefined }
      if (!this.#needsSchema(param)) return { given: this.#name(param), value: undefined }
      return { given: this.#first(param, "given"), value: param }
    })
  }

  /** The last argument alone is broken where formatters do so, else every one. */
  #args(args: readonly Code[], indent: string, column: number): string {
    const plain = args.map((arg) => this.#plain(arg))
    const last = plain.at(-1)
    const head = plain.slice(0, -1).map((arg) => this.#flat(arg))
    const before = head.map((text) => `${text ?? ""}, `).join("")
    if (last !== undefined && hugsLast(plain) && head.every((text) => text !== undefined)) {
      const hugged = this.#broken(last, indent, column + before.length + 1, "value")
      if (column + before.length + 1 + hugged.indexOf("\n") <= width || !hugged.includes("\n"))
        return `(${before}${hugged})`
    }
    const deeper = `${indent}  `
    // A function that gives a value would be broken at its arrow first; one with a body is not.
    const texts = plain.map((arg) =>
      arg === last && arg.kind === "arrow" && hugsLast(plain)
        ? this.#brokenArrow(arg, deeper)
        : this.#code(arg, deeper, deeper.length + 1),
    )
    return `(\n${texts.map((text) => `${deeper}${text},\n`).join("")}${indent})`
  }

  /** Calls upon calls: on a line each, unless a statement has only two. */
  #chain(code: Code, indent: string, column: number, standing: Standing): string {
    const links: { readonly name: string; readonly args: readonly Code[] }[] = []
    let head = code
    for (; head.kind === "method"; head = head.of) links.unshift({ name: head.name, args: head.args })
    if (head.kind !== "call") return this.#flat(code) ?? ""
    const [object = "", ...path] = head.fn.split(".")
    if (standing === "statement" && links.length === 1) {
      const first = `${head.fn}${this.#fitted(head.args, indent, column + head.fn.length)}`
      return links.reduce((text, { name, args }) => {
        const line = text.includes("\n") ? text.length - text.lastIndexOf("\n") - 1 : column + text.length
        return `${text}.${name}${this.#fitted(args, indent, line + name.length + 1)}`
      }, first)
    }
    const deeper = `${indent}  `
    const opening =
      standing === "statement"
        ? `${head.fn}${this.#fitted(head.args, indent, column + head.fn.length)}`
        : `${object}\n${deeper}.${path.join(".")}${this.#fitted(head.args, deeper, deeper.length + head.fn.length - object.length)}`
    return links.reduce(
      (text, { name, args }) =>
        `${text}\n${deeper}.${name}${this.#fitted(args, deeper, deeper.length + name.length + 1)}`,
      opening,
    )
  }

  #fitted(args: readonly Code[], indent: string, column: number): string {
    const flat = this.#joined(args, (texts) => `(${texts.join(", ")})`)
    return flat !== undefined && column + flat.length <= width ? flat : this.#args(args, indent, column)
  }

  /** On one line; undefined for what must be broken. */
  #flat(code: Code): string | undefined {
    switch (code.kind) {
      case "name":
        return this.#name(code.value)
      case "field":
        return this.#flatField(code)
      case "json":
        return typeof code.value === "object" && code.value !== null
          ? this.#flat(this.#plain(code))
          : flatScalar(code.value)
      case "merged":
        return this.#isEmpty(code) ? "{}" : this.#flat(this.#plain(code))
      case "object":
        return this.#joined(
          code.fields.map(([, field]) => field),
          (texts) =>
            texts.length === 0
              ? "{}"
              : `{ ${texts.map((text, at) => fieldText(code.fields[at]?.[0] ?? "", text)).join(", ")} }`,
        )
      case "array":
        return mustBreak(code.items) ? undefined : this.#joined(code.items, (texts) => `[${texts.join(", ")}]`)
      case "call":
        return this.#joined(code.args, (texts) => `${code.fn}${code.type ?? ""}(${texts.join(", ")})`)
      case "method":
        if (this.#isIdle(code)) return this.#flat(code.of)
        return this.#joined(
          [code.of, ...code.args],
          ([of, ...texts]) => `${of ?? ""}.${code.name}(${texts.join(", ")})`,
        )
      case "arrow":
        return this.#flatArrow(code)
      case "jsonata":
        return this.#joined(code.values, (values) => {
          const parts = code.texts.map(
            (text, at) => `${at === 0 ? "" : `\${${values[at - 1] ?? ""}}`}${templateText(text)}`,
          )
          return `jsonata.as(${code.schema})\`${parts.join("")}\``
        })
      case "text":
        return code.text
    }
  }

  #flatField({ of, name }: FieldCode): string {
    const whole = this.#flat(of) ?? ""
    if (this.#isWhole({ kind: "field", of, name })) return whole
    return isIdentifier(name) ? `${whole}.${name}` : `${whole}[${quoted(name)}]`
  }

  /** An `otherwise` in which nothing is left to do. */
  #isIdle(code: Code): boolean {
    if (code.kind !== "method" || code.name !== "otherwise") return false
    const [body] = code.args
    return body?.kind === "arrow" && this.#brokenArrow(body, "").endsWith("=> {}")
  }

  #joined(codes: readonly Code[], join: (texts: readonly string[]) => string): string | undefined {
    const texts = codes.flatMap((code) => this.#flat(code) ?? [])
    return texts.length < codes.length ? undefined : join(texts)
  }

  /** A function that only gives a value, and opens no parameter. */
  #flatArrow({ params, body }: ArrowCode): string | undefined {
    const [only, ...more] = body.filter((statement) => statement.kind !== "return" || !this.#isEmpty(statement.code))
    if (params.some((param) => param instanceof Value && this.#needsSchema(param))) return undefined
    if (only === undefined) return `${headOf(this.#named(params), "")} => {}`
    if (only.kind !== "return" || more.length > 0) return undefined
    const text = this.#flat(only.code)
    if (text === undefined) return undefined
    return `${headOf(this.#named(params), text)} => ${text.startsWith("{") ? `(${text})` : text}`
  }
}

/** A parameter as it is given; `value` where the body says what it holds. */
interface Named {
  readonly given: string
  readonly value: Value | undefined
}

/** Parameters, without a builder at their end that nothing is done with. */
function headOf(params: readonly Named[], body: string): string {
  const names = params.map(({ given }) => given)
  if (/^w(?::|$)/.test(names.at(-1) ?? "") && !/\bw\.[a-z]/.test(body)) names.pop()
  return `(${names.join(", ")})`
}
