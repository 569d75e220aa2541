import type { Json } from "../asl/json.ts"
import type { Fact } from "../core/index.ts"
import type { Text } from "../ports/text.ts"
import { Unwritten } from "./unwritten.ts"

/** The commonest fact by far: it is its own text, as long as nobody reads it. */
export class Success implements Extract<Fact, { readonly type: "TaskSucceeded" }> {
  readonly type = "TaskSucceeded"
  readonly frame: number
  readonly seq: number
  readonly at: number
  readonly digest: number
  readonly output: Json

  constructor(frame: number, seq: number, at: number, digest: number, output: Json) {
    this.frame = frame
    this.seq = seq
    this.at = at
    this.digest = digest
    this.output = output
  }

  toString(): string {
    return JSON.stringify(this)
  }
}

/** Writes a fact. */
export function writeFact(fact: Fact): Text {
  return fact instanceof Success ? fact : new Unwritten(fact)
}

export function readFact(text: string): Fact {
  return JSON.parse(text) as Fact // written by the one above
}
