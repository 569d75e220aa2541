import type { Json } from "../../asl/json.ts"
import { Missing } from "../jsonpath/missing.ts"
import { compileLookup } from "../jsonpath/path.ts"
import { searched } from "../jsonpath/searched.ts"
import { QueryError } from "../query-error.ts"
import type { Scope, Template } from "../scope.ts"
import { intrinsics } from "./functions.ts"
import { IntrinsicError } from "./intrinsic-error.ts"
import { type Argument, type Call, IntrinsicSyntaxError, parseIntrinsic } from "./parse-intrinsic.ts"

/**
 * Compiles an intrinsic function call of a JSONPath state.
 * @throws {IntrinsicSyntaxError} when the text is no call, names no function, or passes too few or too many arguments.
 */
export function compileIntrinsic(text: string, location: string): Template {
  const count = { calls: 0 }
  const run = compileCall(parseIntrinsic(text), location, text, count)
  return (scope) => run(scope)
}

function compileCall(call: Call, location: string, text: string, count: { calls: number }): Template {
  const intrinsic = intrinsics[call.name]
  if (intrinsic === undefined) throw new IntrinsicSyntaxError(`'${call.name}' is not an intrinsic function`)
  const [least, most] = intrinsic.arity
  if (call.args.length < least || call.args.length > most) {
    throw new IntrinsicSyntaxError(
      `'${call.name}' takes ${least === most ? least : `${least} to ${most}`} arguments, not ${call.args.length}`,
    )
  }
  const index = count.calls++
  const args = call.args.map((argument, at) => {
    const template = call.name === "States.Format" && at === 0
    return compileArgument(template ? argument : withBraces(argument), location, text, count)
  })
  return (scope: Scope): Json => {
    const values = args.map((argument) => argument(scope))
    try {
      return intrinsic.apply(values, () => `${scope.seed}/${location}/${index}`)
    } catch (error) {
      if (!(error instanceof IntrinsicError)) throw error
      const detail = error.detail === undefined ? "" : `: ${error.detail}`
      throw failure(text, `Invalid ${error.subject} in ${call.name}${detail}`, location)
    }
  }
}

/** Only the template of `States.Format` tells an escaped brace from a bare one. */
function withBraces(argument: Argument): Argument {
  if (argument.kind !== "value" || typeof argument.value !== "string") return argument
  return { kind: "value", value: argument.value.replaceAll(/\\([{}])/g, "$1") }
}

function compileArgument(argument: Argument, location: string, text: string, count: { calls: number }): Template {
  switch (argument.kind) {
    case "value": {
      const { value } = argument
      return () => value
    }
    case "path":
      return compilePathArgument(argument.text, location, text)
    case "call":
      return compileCall(argument.call, location, text, count)
  }
}

function compilePathArgument(path: string, location: string, text: string): Template {
  const find = compileLookup(path)
  return (scope) => {
    const found = find(scope)
    if (found !== undefined && !(found instanceof Missing)) return found
    const reason =
      found?.misplaced === true
        ? found.describe()
        : `The JsonPath argument for the field '${path}' could not be found in the input '${searched(path, scope)}'`
    throw failure(text, reason, location)
  }
}

/** (Measured: executions on AWS end with `States.Runtime`, not with the documented `States.IntrinsicFailure`.) */
function failure(text: string, reason: string, location: string): QueryError {
  return new QueryError("States.Runtime", `The function '${text}' had the following error: ${reason}`, location)
}
