import jsonata from "jsonata"

import { random, uuid } from "../prf.ts"
import type { Node } from "./ast.ts"
import { builtins } from "./builtins.ts"
import { compileNode } from "./compile.ts"
import type { StatesScope } from "./direct-read.ts"
import { type Evaluation, Frame } from "./frame.ts"
import { bindBuiltins } from "./functions/define.ts"
import { JsonataError } from "./jsonata-error.ts"
import { defaultLimits, type Limits, Meter } from "./meter.ts"
import { type FunctionValue, mark, marks, sequenceOf, type Value } from "./value.ts"

/** What one evaluation is given. */
export interface Given {
  /** A variable from outside, by name without `$`; undefined where there is none. */
  outside(name: string): Value
  /** What `$states` is made of; absent where it is a variable like any other. */
  readonly states?: StatesScope
  readonly nowMs: number
  /** Names the pseudo-random numbers of this evaluation. */
  seed(): string
  readonly limits?: Limits
}

/** Names of the functions that every expression may call. */
export const builtinNames: ReadonlySet<string> = new Set(builtins.keys())

/** A parsed and compiled expression. */
export interface Program {
  readonly source: string
  readonly ast: Node
  /**
   * @param input - What `$` and bare names read; undefined for nothing.
   * @throws {JsonataError}
   */
  evaluate(input: Value, given: Given): Value
}

/**
 * Parses (with the library) and compiles an expression.
 * @throws {JsonataError} with JSONata's `S…` code for what is not JSONata 2.0.6.
 */
export function compileProgram(source: string): Program {
  const ast = parse(source)
  const run = compileNode(ast)
  return { source, ast, evaluate: (input, given) => evaluate(run, input, given) }
}

function parse(source: string): Node {
  try {
    return jsonata(source).ast() as unknown as Node // the library's tree, wider than its typings
  } catch (error) {
    if (error instanceof RangeError) throw new JsonataError("U1002", { value: "its parser's depth" })
    const { code, message, position, token } = error as LibraryError // what the library throws
    throw new SyntaxFailure(code ?? "S0201", message ?? "Syntax error", position, token)
  }
}

interface LibraryError {
  readonly code?: string
  readonly message?: string
  readonly position?: number
  readonly token?: string
}

/** An expression that is not JSONata, in the library's words. */
class SyntaxFailure extends JsonataError {
  readonly sentence: string

  constructor(code: string, sentence: string, position: number | undefined, token: string | undefined) {
    super(code)
    this.token = token
    this.sentence = sentence
    this.position = position
  }

  override describe(): string {
    return this.sentence
  }
}

class OneEvaluation implements Evaluation {
  readonly meter: Meter
  readonly root: Value
  readonly functions = functions
  readonly #given: Given
  #drawn = 0

  constructor(root: Value, given: Given) {
    this.meter = new Meter(given.limits ?? defaultLimits)
    this.root = root
    this.#given = given
  }

  get nowMs(): number {
    return this.#given.nowMs
  }

  outside(name: string): Value {
    return this.#given.outside(name)
  }

  get states(): StatesScope | undefined {
    return this.#given.states
  }

  chance(): number {
    return random(this.#given.seed(), this.#drawn++)
  }

  uuid(): string {
    return uuid(this.#given.seed(), this.#drawn++)
  }
}

// One frame object serves all evaluations: they are synchronous and never nest.
let current: Frame | undefined

const functions: ReadonlyMap<string, FunctionValue> = bindBuiltins(builtins, () => {
  if (current === undefined) throw new Error("a built-in ran outside an evaluation")
  return current
})

function evaluate(run: (input: Value, frame: Frame) => Value, input: Value, given: Given): Value {
  const frame = new Frame(new OneEvaluation(input, given))
  const before = current
  current = frame
  try {
    return run(wrapped(input), frame)
  } catch (error) {
    // An expression nested too deeply for the stack fails like one that recurses too deeply.
    if (error instanceof RangeError) throw new JsonataError("U1002", { value: frame.evaluation.meter.limits.depth })
    throw error
  } finally {
    current = before
  }
}

/** An input array is one item, whose members paths visit. */
function wrapped(input: Value): Value {
  if (!Array.isArray(input)) return input
  const wrapper = sequenceOf(input)
  mark(wrapper, marks.outerWrapper)
  return wrapper
}
