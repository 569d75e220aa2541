import type { ExecutionDescription } from "@stepwright/engine"
import { redact } from "@stepwright/engine/inspect"

import type { LoadedProgram } from "../load/load-program.ts"

type Output = Parameters<typeof redact>[0]

/** An execution as people may be shown it: what its workflow's schema marks as secret is left out of its output. */
export function withoutSecrets(ended: ExecutionDescription, root: LoadedProgram["root"]): ExecutionDescription {
  const schema = "tree" in root ? root.tree.output.jsonSchema : root.plan.schemas.output
  if (schema === undefined || ended.output === undefined) return ended
  return { ...ended, output: redact(ended.output as Output, schema) } // an output is JSON
}
