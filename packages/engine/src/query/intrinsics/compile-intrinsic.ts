import type { Json } from "../../asl/json.ts"
import { compilePath } from "../jsonpath/path.ts"
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
  const args = call.args.map((argument) => compileArgument(argument, location, text, count))
  return (scope: Scope): Json => {
    const values = args.map((argument) => argument(scope))
    try {
      return intrinsic.apply(values, () => `${scope.seed}/${location}/${index}`)
    } catch (error) {
      if (!(error instanceof IntrinsicError)) throw error
      throw new QueryError(
        "States.IntrinsicFailure",
        `The function '${text}' had the following error: ${error.message}`,
        location,
      )
    }
  }
}

function compileArgument(argument: Argument, location: string, text: string, count: { calls: number }): Template {
  switch (argument.kind) {
    case "value": {
      const { value } = argument
      return () => value
    }
    case "path":
      return compilePath(argument.text, location)
    case "call":
      return compileCall(argument.call, location, text, count)
  }
}
