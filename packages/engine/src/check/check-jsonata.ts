import type { Diagnostic, DiagnosticCode } from "../asl/diagnostic.ts"
import type { DiagnosticList, Suggest } from "../asl/diagnostic-list.ts"
import { nearest } from "../asl/nearest.ts"
import type { ExpressionSite } from "../asl/site.ts"
import { isVisible, visibleNames } from "../asl/variable-scope.ts"
import { JsonataError } from "../query/jsonata/jsonata-error.ts"
import { builtinNames, compileProgram } from "../query/jsonata/program.ts"
import { type JsonataReferences, jsonataReferences, maxExpressionDepth } from "./jsonata-references.ts"

type Note = (severity: Diagnostic["severity"], code: DiagnosticCode, message: string, suggest?: Suggest) => void

/** Notes what is wrong with a JSONata expression: its syntax, and what it refers to. */
export function checkJsonata(site: ExpressionSite, list: DiagnosticList): void {
  const { text, location } = site
  const note: Note = (severity, code, message, suggest) => list.add({ severity, code, message, location }, suggest)
  const references = read(text, note)
  if (references === undefined) return
  checkContext(references, site, note)
  checkNames(references, site, note)
}

function read(text: string, note: Note): JsonataReferences | undefined {
  try {
    const references = jsonataReferences(compileProgram(text).ast)
    if (!references.tooDeep) return references
    note("ERROR", "INVALID_JSONATA_EXPRESSION", `The expression nests more than ${maxExpressionDepth} levels deep`)
  } catch (error) {
    const message = error instanceof JsonataError ? error.describe() : "The expression nests too deeply"
    note("ERROR", "INVALID_JSONATA_EXPRESSION", message)
  }
  return undefined
}

/** An expression has no context of its own: all it reads are variables. (AWS, measured: refused at create time) */
function checkContext(
  { bare, root, states, functions, variables }: JsonataReferences,
  site: ExpressionSite,
  note: Note,
): void {
  for (const name of bare) {
    const suggest = (): string => (name === "$" ? "$states.input" : `$states.input.${name}`)
    note("ERROR", unsupported, `Reference to '${name}' at the top level is not supported.`, suggest)
  }
  if (root) note("ERROR", unsupported, "Reference to '$$' is not supported.", () => "$states.input")
  // Measured: AWS accepts the definition, and the call fails with T1006.
  if (functions.has("eval") || variables.has("eval")) note("WARNING", unsupported, "Function 'eval' is not supported.")
  for (const member of states) {
    if (member === "errorOutput" && !site.errorOutput) {
      note("ERROR", unsupported, "Field '$states.errorOutput' does not exist.")
    } else if (member === "result" && !site.result) {
      note(
        "WARNING",
        suspicious,
        "Field '$states.result' exists only in the Output and Assign of a Task, Parallel or Map state.",
      )
    } else if (!statesMembers.includes(member)) {
      note("WARNING", suspicious, `Field '$states.${member}' does not exist.`, () => nearest(member, statesMembers))
    }
  }
}

const unsupported = "UNSUPPORTED_JSONATA_EXPRESSION"
const suspicious = "SUSPICIOUS_VALUE"
const statesMembers = ["input", "context", "result", "errorOutput"]

/** A name that nobody sets is found when it is read: too late, but AWS lets it pass. */
function checkNames({ variables, functions }: JsonataReferences, site: ExpressionSite, note: Note): void {
  for (const name of functions) {
    if (name === "eval" || builtinNames.has(name) || isVisible(site.variables, name)) continue
    const message = `There is no function '$${name}'`
    note("WARNING", "UNKNOWN_FUNCTION", message, () => dollar(nearest(name, builtinNames)))
  }
  for (const name of variables) {
    if (name === "eval" || builtinNames.has(name) || isVisible(site.variables, name)) continue
    note("WARNING", "UNKNOWN_VARIABLE", unassigned(name), () => dollar(nearest(name, visibleNames(site.variables))))
  }
}

/** That nothing sets a variable. */
export function unassigned(name: string): string {
  return `No state whose variables can be seen here assigns '$${name}'`
}

function dollar(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `$${name}`
}
