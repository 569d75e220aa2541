import type { SourcePosition } from "@stepwright/dsl"
import type { Plan } from "@stepwright/engine"

/** The author's line that a place of a definition comes from: `/States/Charge/Next`. */
export function lineOf({ notes }: Plan, location: string | undefined): SourcePosition | undefined {
  const states = [...(location ?? "").matchAll(/\/States\/([^/]+)/g)].map(([, state = ""]) => state)
  // The innermost state that some line asks for.
  for (const state of states.reverse()) {
    const [, file, line, column] = /^(.+):(\d+):(\d+)$/.exec(notes[state]?.source ?? "") ?? []
    if (file !== undefined) return { file, line: Number(line), column: Number(column) }
  }
  return undefined
}
