/** A place in a text; line and column count from 1. */
interface TextPosition {
  readonly line: number
  readonly column: number
}

/** A JSON text, read with the places of its parts. */
export interface ScannedJson {
  /** What is wrong with the text; undefined where it is JSON. */
  readonly error: { readonly message: string; readonly at: TextPosition } | undefined
  /**
   * Where a value stands (a member: its name), by a location as diagnostics give it: `/States/Charge/Catch[0]/Next`.
   * For one that leads nowhere: the nearest part around it.
   */
  readonly positionOf: (location: string) => TextPosition
}

/** Reads JSON by RFC 8259, remembering where everything stands. */
export function scanJson(text: string): ScannedJson {
  const scanner = new Scanner(text)
  const failure = scanner.run()
  const at = (offset: number): TextPosition => textPosition(text, offset)
  return {
    error: failure === undefined ? undefined : { message: failure.message, at: at(failure.offset) },
    positionOf(location) {
      let nearest = location
      while (nearest !== "" && !scanner.offsets.has(nearest)) {
        nearest = nearest.slice(0, Math.max(0, nearest.lastIndexOf("/"), nearest.lastIndexOf("[")))
      }
      return at(scanner.offsets.get(nearest) ?? 0)
    },
  }
}

function textPosition(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf("\n") + 1
  return { line: before.split("\n").length, column: offset - lineStart + 1 }
}

class Malformed {
  readonly message: string
  readonly offset: number

  constructor(message: string, offset: number) {
    this.message = message
    this.offset = offset
  }
}

// Keeps the stack safe.
const maxDepth = 1000

const space = /[ \t\n\r]*/y
// A space is the first character that a string may hold as it is.
const string = /"(?:[ !#-[\]-\u{10FFFF}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y

class Scanner {
  readonly offsets = new Map<string, number>([["", 0]])
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  run(): Malformed | undefined {
    try {
      this.#match(space)
      this.offsets.set("", this.#at)
      this.#value("")
      this.#match(space)
      if (this.#at < this.#text.length) this.#fail("Something follows the end of the JSON value.")
      return undefined
    } catch (error) {
      if (error instanceof Malformed) return error
      throw error
    }
  }

  #value(location: string): void {
    if (++this.#depth > maxDepth) this.#fail(`The text nests more than ${maxDepth} levels deep.`)
    if (this.#take("{")) this.#object(location)
    else if (this.#take("[")) this.#array(location)
    else if (this.#match(string) === undefined && this.#match(scalar) === undefined) {
      this.#fail(
        this.#at >= this.#text.length ? "The text ends where a value is expected." : "A value is expected here.",
      )
    }
    this.#depth--
  }

  #object(location: string): void {
    this.#match(space)
    if (this.#take("}")) return
    do {
      this.#match(space)
      const offset = this.#at
      const key = this.#match(string)
      if (key === undefined) this.#fail("A key in double quotes is expected here.")
      const child = `${location}/${JSON.parse(key) as string}` // a JSON string, by the pattern
      this.offsets.set(child, offset)
      this.#match(space)
      if (!this.#take(":")) this.#fail("A colon is expected after the key.")
      this.#match(space)
      this.#value(child)
      this.#match(space)
    } while (this.#take(","))
    if (!this.#take("}")) this.#fail("A comma or } is expected here.")
  }

  #array(location: string): void {
    this.#match(space)
    if (this.#take("]")) return
    let index = 0
    do {
      this.#match(space)
      const child = `${location}[${index++}]`
      this.offsets.set(child, this.#at)
      this.#value(child)
      this.#match(space)
    } while (this.#take(","))
    if (!this.#take("]")) this.#fail("A comma or ] is expected here.")
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }

  #fail(message: string): never {
    throw new Malformed(message, this.#at)
  }
}
