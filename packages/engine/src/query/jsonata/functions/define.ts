import type { Frame } from "../frame.ts"
import { Signature } from "../signature.ts"
import { functionMark, type FunctionValue, type Value } from "../value.ts"

/** A built-in's body; its arguments fit its signature. */
export type Body = (args: readonly Value[], frame: Frame) => Value

/** A built-in, before it is tied to an evaluation. */
export interface Builtin {
  readonly signature: Signature
  readonly body: Body
  /** How many arguments `$map` and its like pass to it. */
  readonly arity: number
}

/** Declares a built-in by its JSONata signature. */
export function define(signature: string, body: Body, arity?: number): Builtin {
  const checked = new Signature(signature)
  return { signature: checked, body, arity: arity ?? checked.arity }
}

/** As {@link define}, for a function that answers nothing where its first argument is nothing. */
export function defineStrict(signature: string, body: Body, arity?: number): Builtin {
  return define(signature, (args, frame) => (args[0] === undefined ? undefined : body(args, frame)), arity)
}

/** A built-in goes over its lists and texts by itself: that counts, too. */
function run(body: Body, args: readonly Value[], frame: Frame): Value {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]
    if (typeof arg === "string" || Array.isArray(arg)) frame.evaluation.meter.items(arg.length)
  }
  return body(args, frame)
}

/** Ties built-ins to the frame whose meter, time and chance they use. */
export function bindBuiltins(
  builtins: Readonly<Record<string, Builtin>>,
  frame: () => Frame,
): Record<string, FunctionValue> {
  const bound: Record<string, FunctionValue> = {}
  for (const [name, { signature, body, arity }] of Object.entries(builtins)) {
    bound[name] = { [functionMark]: true, arity, signature, invoke: (args) => run(body, args, frame()) }
  }
  return bound
}
