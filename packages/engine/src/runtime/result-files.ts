import { setImmediate } from "node:timers/promises"

import type { Json } from "../asl/json.ts"

/** Bytes after which others have their turn of the event loop. */
const turn = 4 * 2 ** 20

/**
 * Values as the bytes of files, each at most `longest` long unless one value alone is longer. There is a file even for no
 * values. A file is put together when it is asked for, so that no more than one is held at a time.
 */
export async function* resultFiles(
  values: Iterable<Json>,
  outputType: "JSON" | "JSONL",
  longest: number,
): AsyncGenerator<Uint8Array> {
  let file = new ResultFile(outputType)
  let written = 0
  for (const value of values) {
    const text = Buffer.from(JSON.stringify(value))
    if (!file.isEmpty && file.sizeWith(text) > longest) {
      yield file.bytes()
      file = new ResultFile(outputType)
    }
    file.add(text)
    written += text.length
    if (written < turn) continue
    written = 0
    await setImmediate()
  }
  yield file.bytes()
}

const opening = Buffer.from("[")
const comma = Buffer.from(",")
const closing = Buffer.from("]")
const newline = Buffer.from("\n")

/** A JSON array, or lines of JSON, in the making. */
class ResultFile {
  readonly #lines: boolean
  readonly #parts: Buffer[] = []
  #size = 0
  isEmpty = true

  constructor(outputType: "JSON" | "JSONL") {
    this.#lines = outputType === "JSONL"
    if (!this.#lines) this.#push(opening)
  }

  /** How many bytes it will have with one value more. */
  sizeWith(text: Buffer): number {
    return this.#size + text.length + (this.#lines || this.isEmpty ? 1 : 2)
  }

  add(text: Buffer): void {
    if (!this.#lines && !this.isEmpty) this.#push(comma)
    this.#push(text)
    if (this.#lines) this.#push(newline)
    this.isEmpty = false
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#lines ? this.#parts : [...this.#parts, closing])
  }

  #push(part: Buffer): void {
    this.#parts.push(part)
    this.#size += part.length
  }
}
