import type { Frame } from "../frame.ts"
import { Signature } from "../signature.ts"
import { FunctionValue, type Value } from "../value.ts"

/** A built-in's body; its arguments fit its signature. */
export type Body = (args: readonly Value[], frame: Frame) => Value

/** A built-in, before it is tied to an evaluation. */
export interface Builtin {
  readonly signature: Signature
  readonly body: Body
  /** How many arguments `$map` and its like pass to it. */
  readonly arity: number
  /** Whether it looks at the whole of its arguments, however long they are. */
  readonly thorough: boolean
}

/** Declares a built-in by its JSONata signature. */
export function define(signature: string, body: Body, arity?: number): Builtin {
  const checked = new Signature(signature)
  return { signature: checked, body, arity: arity ?? checked.arity, thorough: true }
}

/** A function that takes the same time whatever the length of its arguments. */
export function brief(builtin: Builtin): Builtin {
  return { ...builtin, thorough: false }
}

/** Runs a built-in on arguments that fit its signature, and counts the lists and texts that it reads and makes. */
export function runBuiltin({ body, thorough }: Builtin, args: readonly Value[], frame: Frame): Value {
  const { meter } = frame.evaluation
  if (thorough)
    for (let at = 0; at < args.length; at++) {
      const arg = args[at]
      if (typeof arg === "string") meter.characters(arg.length)
      else if (Array.isArray(arg)) meter.read(arg.length * 4)
    }
  const result = body(args, frame)
  if (typeof result === "string") meter.characters(result.length * 8)
  else if (Array.isArray(result) && thorough) meter.elements(result.length)
  return result
}

/** As {@link define}, for a function that answers nothing where its first argument is nothing. */
export function defineStrict(signature: string, body: Body, arity?: number): Builtin {
  return define(signature, (args, frame) => (args[0] === undefined ? undefined : body(args, frame)), arity)
}

/** Ties built-ins to the frame whose meter, time and chance they use. */
export function bindBuiltins(
  builtins: ReadonlyMap<string, Builtin>,
  frame: () => Frame,
): ReadonlyMap<string, FunctionValue> {
  const bound = new Map<string, FunctionValue>()
  for (const [name, builtin] of builtins) {
    const { signature, arity } = builtin
    bound.set(name, new FunctionValue(arity, signature, (args) => runBuiltin(builtin, args, frame())))
  }
  return bound
}
