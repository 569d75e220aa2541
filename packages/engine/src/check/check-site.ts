import type { DiagnosticList } from "../asl/diagnostic-list.ts"
import { nearest } from "../asl/nearest.ts"
import type { ExpressionSite } from "../asl/site.ts"
import { isVisible, visibleNames } from "../asl/variable-scope.ts"
import { compileIntrinsic } from "../query/intrinsics/compile-intrinsic.ts"
import { type Call, parseIntrinsic } from "../query/intrinsics/parse-intrinsic.ts"
import { isDefinite, parsePath, PathSyntaxError } from "../query/jsonpath/parse-path.ts"
import { compileOptionalPath } from "../query/jsonpath/path.ts"
import { compileReferencePath } from "../query/jsonpath/reference-path.ts"
import { checkJsonata, unassigned } from "./check-jsonata.ts"

/** Notes what is wrong with the expression at a place. */
export function checkSite(site: ExpressionSite, list: DiagnosticList): void {
  if (site.kind === "jsonata") return checkJsonata(site, list)
  try {
    for (const path of pathsIn(site)) checkVariable(path, site, list)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const detail = error instanceof RangeError ? "it nests too deeply" : error.message
    const location = site.holder ?? site.location
    list.add({ severity: "ERROR", code: "SCHEMA_VALIDATION_FAILED", message: wording(site), location, detail })
  }
}

/**
 * Reads a text that is no JSONata as the core will, and answers the paths in it.
 * @throws {Error} where it cannot be read.
 */
export function pathsIn({ kind, text, location }: ExpressionSite): readonly string[] {
  const call = kind === "dynamic" ? !text.startsWith("$") : kind === "path-or-intrinsic" && text.startsWith("States.")
  if (call) {
    compileIntrinsic(text, location)
    return pathsOf(parseIntrinsic(text))
  }
  if (kind === "reference") {
    if (text !== "$") compileReferencePath(text, location)
    return []
  }
  if (kind === "number-path") checkNumberPath(text)
  else compileOptionalPath(text)
  return [text]
}

/** Measured on AWS: the paths of a Map's numbers are reference paths, which the context object has none of. */
function checkNumberPath(text: string): void {
  const { root, segments } = parsePath(text)
  if (root === "context" || !isDefinite(segments)) {
    throw new PathSyntaxError(`'${text}' is not a reference path: it names one place in the input or in a variable`)
  }
}

function pathsOf({ args }: Call): readonly string[] {
  return args.flatMap((argument) => {
    if (argument.kind === "path") return [argument.text]
    return argument.kind === "call" ? pathsOf(argument.call) : []
  })
}

function checkVariable(path: string, { variables, location }: ExpressionSite, list: DiagnosticList): void {
  const { root } = parsePath(path)
  if (typeof root === "string" || isVisible(variables, root.variable)) return
  const { variable } = root
  const message = unassigned(variable)
  list.add({ severity: "WARNING", code: "UNKNOWN_VARIABLE", message, location }, () => {
    const meant = nearest(variable, visibleNames(variables))
    return meant === undefined ? undefined : `$${meant}`
  })
}

/** AWS's words (measured: what it refuses of each kind). */
function wording({ kind, text, location, holder }: ExpressionSite): string {
  if (kind === "dynamic") {
    const field = location.slice((holder ?? "").length + 1)
    return `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`
  }
  const rooted = text.startsWith("$")
  if (kind === "choice-path" && !rooted) {
    return "Value is not a Reference Path: Reference path didn't start with '$'"
  }
  const reference = kind === "choice-path" || kind === "reference" || kind === "number-path"
  return reference && rooted ? "Value is not a Reference Path" : "Value must be a valid JSONPath."
}
