import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { isDeepStrictEqual } from "node:util"

import type { Workflow } from "@stepwright/dsl"
import type { JsonObject, StateMachineDefinition } from "@stepwright/engine/asl"
import { compile } from "@stepwright/engine/compile"
import { importDefinition, type ImportReport } from "@stepwright/engine/import"

import type { ExecutionCase, Mocks } from "./case.ts"

/** A case whose definition was imported as TypeScript, loaded and compiled. */
export interface ImportedCase {
  readonly test: ExecutionCase
  readonly report: ImportReport
  /** Every state stayed as it was, so that the history must be the recorded one, too. */
  readonly same: boolean
  readonly source: string
}

/** Imports cases, by way of source files in a folder of its own. */
export class Importing {
  readonly #folder: string
  #count = 0

  constructor() {
    // Inside the repository, so that its packages resolve.
    this.#folder = fileURLToPath(new URL(`../../.stepwright/import-${process.pid}`, import.meta.url))
    mkdirSync(this.#folder, { recursive: true })
    writeFileSync(join(this.#folder, "package.json"), '{ "type": "module" }\n')
  }

  async import(test: ExecutionCase): Promise<ImportedCase> {
    const definition = test.definition as unknown as StateMachineDefinition // a case that AWS accepted
    const { source, exported, report } = importDefinition(definition, { name: "machine", type: test.type })
    const file = join(this.#folder, `${this.#count++}.ts`)
    writeFileSync(file, source)
    const loaded = (await import(pathToFileURL(file).href)) as Record<string, Workflow> // what was just written
    const workflow = loaded[exported]
    if (workflow === undefined) throw new Error(`${file} exports no ${exported}`)
    const compiled = compile(workflow.tree).plan.definition as unknown as JsonObject // a definition is JSON
    const same = isDeepStrictEqual(compiled.States, test.definition.States)
    return { test: same ? { ...test, definition: compiled } : retold(test, compiled, report), report, same, source }
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Where something failed, in AWS's words: of another plan these name another place. */
const places = [/\(entered at the event id #\d+\)/, /(?<=The JSONata expression )'.*?' specified for the field '[^']*'/]

const elsewhere = "<place in the plan>"

/** The case as the imported plan tells it: its steps' names; what one state hands to the next is not recorded for it. */
function retold(test: ExecutionCase, definition: JsonObject, { states }: ImportReport): ExecutionCase {
  const steps = new Map(states.map(({ state, step }) => [state, step ?? state]))
  const { history: _, previousEventIds: __, ...expected } = test.expected
  const { cause: told } = expected
  const cause = told === undefined ? undefined : places.reduce((text, place) => text.replace(place, elsewhere), told)
  return {
    ...test,
    definition,
    mocks: Object.fromEntries(
      Object.entries(test.mocks).map(([state, attempts]) => [steps.get(state) ?? state, withoutInputs(attempts)]),
    ),
    expected: { ...expected, ...(cause === undefined ? {} : { cause }) },
    volatile: [...test.volatile, elsewhere],
  }
}

/** What a state is given is the plan's own affair; what it sends is not. */
function withoutInputs(attempts: Mocks[string]): Mocks[string] {
  if ("byInput" in attempts) return { ...attempts, results: attempts.results.map(({ stateInput: _, ...rest }) => rest) }
  return attempts.map((one) => {
    if (!("input" in one)) return one
    const { stateInput: _, ...rest } = one
    return rest
  }) as Mocks[string] // of the kind that they were
}
