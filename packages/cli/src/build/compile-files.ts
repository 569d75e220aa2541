import { type CompiledWorkflow, compileFile } from "../load/compile-file.ts"
import { withChildren } from "../load/workflows-of.ts"
import type { Problem } from "../output/problem.ts"

/** What came of several files. */
export interface CompiledFiles {
  /** Each workflow once, by name. */
  readonly compiled: readonly CompiledWorkflow[]
  readonly problems: readonly Problem[]
}

/** Compiles every workflow of the files and those that they call; two of one name are a problem. */
export async function compileFiles(files: readonly string[], cwd: string, root: string = cwd): Promise<CompiledFiles> {
  const results = []
  // One after the other: modules may share what they import.
  for (const file of new Set(files)) results.push(await compileFile(file, cwd, root))
  const compiled = unique(results.flatMap((result) => result.compiled))
  return { compiled, problems: [...results.flatMap((result) => result.problems), ...clashes(compiled)] }
}

/** Those whose children are among them, too. */
export function complete(compiled: readonly CompiledWorkflow[]): readonly CompiledWorkflow[] {
  const made = new Set(compiled.map(({ workflow }) => workflow))
  return compiled.filter(({ workflow }) => withChildren(workflow).every((child) => made.has(child)))
}

/** A child may be exported by one file and called from another. */
function unique(compiled: readonly CompiledWorkflow[]): readonly CompiledWorkflow[] {
  const seen = new Set<unknown>()
  return compiled
    .filter(({ workflow }) => !seen.has(workflow) && seen.add(workflow))
    .toSorted((a, b) => (a.workflow.name < b.workflow.name ? -1 : 1))
}

/** Workflows of one name would overwrite each other's files. */
function clashes(compiled: readonly CompiledWorkflow[]): readonly Problem[] {
  return compiled.flatMap(({ workflow, file }, index) => {
    const other = compiled
      .slice(0, index)
      .find((earlier) => earlier.workflow.name.toLowerCase() === workflow.name.toLowerCase())
    if (other === undefined) return []
    const message = `Two workflows are called ${workflow.name}: one in ${other.file}, one in ${file}. Their files would overwrite each other.`
    return [{ severity: "error", code: "DUPLICATE_NAME", message, hint: "Rename one of them.", file }]
  })
}
