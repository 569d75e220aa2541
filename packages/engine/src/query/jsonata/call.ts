import type { Frame } from "./frame.ts"
import { JsonataError } from "./jsonata-error.ts"
import type { Meter } from "./meter.ts"
import { type FunctionValue, isFunctionValue, type Value } from "./value.ts"

/** A call in tail position, for the trampoline in {@link call}: recursion in tail position takes no stack. */
export class TailCall {
  readonly procedure: Value
  readonly args: readonly Value[]

  constructor(procedure: Value, args: readonly Value[]) {
    this.procedure = procedure
    this.args = args
  }
}

/**
 * Calls a function value.
 * @throws {JsonataError} T1006 for anything else; T041x where the arguments do not fit.
 */
export function call(procedure: Value, args: readonly Value[], focus: Value, meter: Meter): Value {
  meter.enter()
  let result = invoke(procedure, args, focus)
  while (result instanceof TailCall) {
    meter.step()
    result = invoke(result.procedure, result.args, focus)
  }
  meter.leave()
  return result
}

function invoke(procedure: Value, args: readonly Value[], focus: Value): Value {
  if (!isFunctionValue(procedure)) throw new JsonataError("T1006")
  const { signature } = procedure
  return procedure.invoke(signature === undefined ? args : signature.validate(args, focus), focus)
}

/** What stands for the context where a function is called from within another: null, as in the library. */
export const noFocus: Value = null

/** As {@link callBack}, for an item of a list, its place and the list. */
export function callBackOn(procedure: FunctionValue, list: readonly Value[], at: number, frame: Frame): Value {
  if (procedure.arity > 1) return callBack(procedure, [list[at], at, list], frame)
  return call(procedure, [list[at]], noFocus, frame.evaluation.meter)
}

/** Calls the function argument of `$map` and its like: it gets as many arguments as it has parameters, at least one. */
export function callBack(procedure: FunctionValue, args: readonly Value[], frame: Frame): Value {
  const wanted = Math.max(1, Math.min(args.length, procedure.arity))
  return call(procedure, wanted === args.length ? args : args.slice(0, wanted), noFocus, frame.evaluation.meter)
}
