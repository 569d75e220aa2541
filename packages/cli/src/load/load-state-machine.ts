import type { StateMachineDefinition } from "@stepwright/engine/asl"
import { checkDefinition } from "@stepwright/engine/check"

import { diagnosticProblem } from "./check-state-machine-file.ts"
import { readStateMachineFile, type StateMachineType } from "./state-machine-file.ts"
import { StateMachineInvalid } from "./state-machine-invalid.ts"

/**
 * A hand-written state machine that can be drawn and run.
 * @throws {StateMachineInvalid} with every error in it.
 * @throws {CliError} when there is no such file, or it is not JSON.
 */
export function loadStateMachine(
  path: string,
  cwd: string,
  type: StateMachineType = "STANDARD",
): { readonly name: string; readonly definition: StateMachineDefinition } {
  const read = readStateMachineFile(path, cwd)
  const { definition, diagnostics } = checkDefinition(read.text, { type })
  if (definition !== undefined) return { name: read.name, definition }
  const errors = diagnostics.filter(({ severity }) => severity === "ERROR")
  throw new StateMachineInvalid(
    read.file,
    errors.map((diagnostic) => diagnosticProblem(diagnostic, read)),
  )
}
