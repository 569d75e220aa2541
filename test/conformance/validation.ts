import { checkDefinition } from "@stepwright/engine/check"

import type { ExecutionCase, ValidationCase } from "./case.ts"
import type { Verdict } from "./judge.ts"

/** Compares our errors for a definition with the recorded ones. AWS answers warnings only where they are asked for. */
export function judgeDefinition(test: ValidationCase): Verdict {
  const { id, kind, area, type, expected } = test
  const { diagnostics } = checkDefinition(test.definitionText ?? test.definition, { type })
  const errors = diagnostics.filter(({ severity }) => severity === "ERROR")
  return { id, kind, area, outcome: differenceOf(expected, errors), history: undefined }
}

/** AWS ran it, so it must have no error. */
export function judgeAccepted({ id, area, type, definition }: ExecutionCase): Verdict {
  const errors = checkDefinition(definition, { type }).diagnostics.filter(({ severity }) => severity === "ERROR")
  return { id, kind: "definition", area, outcome: differenceOf({ valid: true, api: "" }, errors), history: undefined }
}

/** Where two lists of problems differ: AWS promises no order. */
export function differenceOf(expected: ValidationCase["expected"], errors: readonly object[]): string | undefined {
  const recorded = (expected.diagnostics ?? []).map(told).sort()
  const ours = errors.map(told).sort()
  if (expected.valid !== (ours.length === 0)) {
    return `valid: ${ours.length === 0}, recorded ${expected.valid} (${[...recorded, ...ours].join("; ")})`
  }
  return recorded.join() === ours.join()
    ? undefined
    : `diagnostics: ${ours.join("; ")}, recorded ${recorded.join("; ")}`
}

/** The members that AWS answers, in one order. */
function told(diagnostic: object): string {
  const { severity, code, message, location } = diagnostic as Readonly<Record<string, unknown>> // as JSON holds them
  return JSON.stringify({ severity, code, message, location })
}
