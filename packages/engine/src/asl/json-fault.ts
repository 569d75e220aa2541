/** Characters of the source that Jackson shows. */
const shownSource = 500
const anyValue = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

/**
 * What is wrong with a text that is not JSON, in the words of Jackson, which is the parser behind AWS's
 * `INVALID_JSON_DESCRIPTION`. Undefined where Jackson is content (it reads the first value and ignores what follows) or
 * where its words are not known here (numbers that are none).
 */
export function jsonFault(text: string): string | undefined {
  return new FaultReader(text).read()
}

interface Open {
  readonly kind: "Object" | "Array"
  readonly at: number
}

class Fault extends Error {
  /** Where Jackson stands when it notices: behind the character at fault. */
  readonly at: number

  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

class FaultReader {
  readonly #text: string
  readonly #open: Open[] = []
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): string | undefined {
    try {
      this.#value()
      while (this.#open.length > 0) this.#member()
      return undefined
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      return error.message === "" ? undefined : `${error.message}\n at ${this.#location(error.at)}`
    }
  }

  /** What comes after a value, or after the mark that opened an object or array. */
  #member(): void {
    const open = this.#open.at(-1)
    if (open === undefined) return
    const close = open.kind === "Object" ? "}" : "]"
    const first = this.#at === open.at + 1
    const next = this.#next()
    if (next === close) {
      this.#at++
      this.#open.pop()
      return
    }
    if (!first) {
      if (next !== ",") this.#unexpected(`was expecting comma to separate ${open.kind} entries`)
      this.#at++
      this.#next(` within/between ${open.kind} entries`)
    }
    if (open.kind === "Object") this.#name()
    this.#value()
  }

  #name(): void {
    if (this.#text[this.#at] !== '"') this.#unexpected("was expecting double-quote to start field name")
    this.#string(" in field name", "name")
    if (this.#next(" within/between Object entries") !== ":") {
      this.#unexpected("was expecting a colon to separate field name and value")
    }
    this.#at++
    this.#next(" within/between Object entries")
  }

  #value(): void {
    const next = this.#next()
    if (next === "{" || next === "[") {
      this.#open.push({ kind: next === "{" ? "Object" : "Array", at: this.#at++ })
    } else if (next === '"') this.#string(": was expecting closing quote for a string value", "string value")
    else if (/[-\d]/.test(next)) this.#number()
    else if (/[\p{L}_$]/u.test(next)) this.#word()
    else this.#unexpected(`expected a valid value ${anyValue}`)
  }

  #number(): void {
    const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?=[\s,\]}]|$)/.exec(this.#text.slice(this.#at))
    if (number === null) throw new Fault("", this.#at)
    this.#at += number[0].length
  }

  #word(): void {
    const word = /^[\p{L}\p{N}_$]+/u.exec(this.#text.slice(this.#at))?.[0] ?? ""
    this.#at += word.length
    if (word === "true" || word === "false" || word === "null") return
    const shown = word.length > 256 ? `${word.slice(0, 256)}...` : word
    throw new Fault(`Unrecognized token '${shown}': was expecting ${anyValue}`, this.#at)
  }

  #string(unended: string, what: string): void {
    for (this.#at++; ; this.#at++) {
      const char = this.#text[this.#at]
      if (char === undefined) throw new Fault(`Unexpected end-of-input${unended}`, this.#at)
      if (char === '"') break
      if (char < " ") {
        const code = char.charCodeAt(0)
        const message = `Illegal unquoted character ((CTRL-CHAR, code ${code})): has to be escaped using backslash to be included in ${what}`
        throw new Fault(message, this.#at + 1)
      }
      if (char === "\\") this.#escape()
    }
    this.#at++
  }

  #escape(): void {
    const char = this.#text[++this.#at]
    if (char === undefined) throw new Fault("Unexpected end-of-input in character escape sequence", this.#at)
    if (!'"\\/bfnrtu'.includes(char)) {
      throw new Fault(`Unrecognized character escape ${quoted(char)}`, this.#at + 1)
    }
    if (char === "u" && !/^[\da-fA-F]{4}/.test(this.#text.slice(this.#at + 1))) throw new Fault("", this.#at)
  }

  /** The next character that is no white space. */
  #next(between?: string): string {
    while (/[ \t\n\r]/.test(this.#text.charAt(this.#at))) this.#at++
    const char = this.#text[this.#at]
    if (char !== undefined) return char
    const open = this.#open.at(-1)
    if (between !== undefined || open === undefined)
      throw new Fault(`Unexpected end-of-input${between ?? ""}`, this.#at)
    const start = this.#location(open.at)
    const message = `Unexpected end-of-input: expected close marker for ${open.kind} (start marker at ${start})`
    throw new Fault(message, this.#at)
  }

  #unexpected(expectation: string): never {
    const char = this.#text.charAt(this.#at)
    throw new Fault(`Unexpected character (${quoted(char)}): ${expectation}`, this.#at + 1)
  }

  #location(at: number): string {
    const before = this.#text.slice(0, at).split("\n")
    const cut = this.#text.length - shownSource
    const source = `(String)"${this.#text.slice(0, shownSource)}"${cut > 0 ? `[truncated ${cut} chars]` : ""}`
    return `[Source: ${source}; line: ${before.length}, column: ${(before.at(-1) ?? "").length + 1}]`
  }
}

function quoted(char: string): string {
  return `'${char}' (code ${char.charCodeAt(0)})`
}
