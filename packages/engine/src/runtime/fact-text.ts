import type { Json } from "../asl/json.ts"
import type { Fact } from "../core/index.ts"
import type { Text } from "../ports/text.ts"
import { asInvocation, isInvocation } from "./invocation.ts"
import { Unwritten } from "./unwritten.ts"

const bracket = 91

/** Every execution's first fact: it is its own text, as long as nobody reads it. */
export class Started implements Extract<Fact, { readonly type: "ExecutionStarted" }> {
  readonly type = "ExecutionStarted"
  readonly at: number
  readonly digest: number

  constructor(at: number, digest: number) {
    this.at = at
    this.digest = digest
  }

  toString(): string {
    return JSON.stringify([this.at, this.digest])
  }
}

/** The commonest fact by far, likewise. */
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

  /** What every one has goes without saying: the names of its members, and what surrounds a Lambda function's answer. */
  toString(): string {
    const { frame, seq, at, digest, output } = this
    const told = isInvocation(output) ? [frame, seq, at, digest, output.Payload, 1] : [frame, seq, at, digest, output]
    return JSON.stringify(told)
  }
}

type Terse = [at: number, digest: number] | [frame: number, seq: number, at: number, digest: number, output: Json, 1?]

function readTerse(text: string): Started | Success {
  const told = JSON.parse(text) as Terse // as above
  if (told.length === 2) return new Started(...told)
  const [frame, seq, at, digest, output, invocation] = told
  return new Success(frame, seq, at, digest, invocation === undefined ? output : asInvocation(output))
}

/** Writes a fact. */
export function writeFact(fact: Fact): Text {
  return fact instanceof Success || fact instanceof Started ? fact : new Unwritten(fact)
}

export function readFact(text: string): Fact {
  if (text.charCodeAt(0) === bracket) return readTerse(text)
  return JSON.parse(text) as Fact // written by the one above
}
