import type { Diagnostic } from "@stepwright/engine/asl"
import { checkDefinition } from "@stepwright/engine/check"

import { CliError } from "../errors.ts"
import type { Problem } from "../output/problem.ts"
import { problemsOf } from "../output/problems-of.ts"
import { readStateMachineFile, type StateMachineFile, type StateMachineType } from "./state-machine-file.ts"

/**
 * A state machine's file, examined: each diagnostic with its line in the text.
 * @throws {CliError} when there is no such file.
 */
export function checkStateMachineFile(
  path: string,
  cwd: string,
  type: StateMachineType = "STANDARD",
): { readonly file: string; readonly names: readonly string[]; readonly problems: readonly Problem[] } {
  try {
    const read = readStateMachineFile(path, cwd)
    const { diagnostics } = checkDefinition(read.text, { type })
    return {
      file: read.file,
      names: [read.name],
      problems: diagnostics.map((diagnostic) => diagnosticProblem(diagnostic, read)),
    }
  } catch (error) {
    if (error instanceof CliError && error.exitCode === 2) throw error
    return { file: path, names: [], problems: problemsOf(error, cwd) }
  }
}

/** A diagnostic with its place in the file that it was found in. */
export function diagnosticProblem(
  diagnostic: Diagnostic,
  { file, scanned }: Pick<StateMachineFile, "file" | "scanned">,
): Problem {
  const { severity, code, message: words, location, detail, suggestion } = diagnostic
  const message = detail === undefined ? words : `${words.replace(/\.$/, "")}: ${detail}`
  return {
    severity: severity === "ERROR" ? "error" : "warning",
    code,
    message: /[.!?]$/.test(message) ? message : `${message}.`,
    file,
    ...scanned.positionOf(location ?? ""),
    ...(location === undefined ? {} : { location }),
    ...(suggestion === undefined ? {} : { hint: `Did you mean ${suggestion}?` }),
  }
}
