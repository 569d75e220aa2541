import { isDeepStrictEqual } from "node:util"

import type { JsonObject, StateMachineDefinition } from "@stepwright/engine/asl"
import { compile } from "@stepwright/engine/compile"
import { importDefinition, type ImportReport } from "@stepwright/engine/import"

import { Sources } from "../import/load-source.ts"
import type { ExecutionCase, Mocks } from "./case.ts"

/** What importing came to, over all cases. */
export interface ImportTotals {
  readonly jsonata: { states: number; typed: number }
  readonly jsonpath: { states: number; typed: number }
  /** Plans whose states are those of the definition, so that their histories are compared, too. */
  same: number
  /** Plans made of steps: their outcomes and what they ask of tasks are compared. */
  stepped: number
}

/** Imports the definitions of cases as TypeScript, loads and compiles them. */
export class Importing {
  readonly totals: ImportTotals = {
    jsonata: { states: 0, typed: 0 },
    jsonpath: { states: 0, typed: 0 },
    same: 0,
    stepped: 0,
  }
  readonly #sources = new Sources("conformance")

  /** The case with the definition that it became. */
  async imported(test: ExecutionCase): Promise<ExecutionCase> {
    const definition = test.definition as unknown as StateMachineDefinition // a case that AWS accepted
    const { source, exported, report } = importDefinition(definition, { name: "machine", type: test.type })
    const workflow = await this.#sources.load(source, exported)
    const plan = compile(workflow.tree).plan.definition as unknown as JsonObject // a definition is JSON
    this.#count(report)
    if (isDeepStrictEqual(plan.States, test.definition.States)) {
      this.totals.same++
      return { ...test, definition: plan }
    }
    this.totals.stepped++
    return retold(test, plan, report)
  }

  close(): void {
    this.#sources.remove()
  }

  #count({ jsonata, jsonpath }: ImportReport): void {
    for (const [total, share] of [
      [this.totals.jsonata, jsonata],
      [this.totals.jsonpath, jsonpath],
    ] as const) {
      total.states += share.states
      total.typed += share.typed
    }
  }
}

/** Where something failed, in AWS's words: of another plan these name another place. */
const places = [/\(entered at the event id #\d+\)/, /(?<=The JSONata expression )'.*?' specified for the field '[^']*'/]

const elsewhere = "<place in the plan>"

/** The case as the imported plan tells it: by its steps' names, and without what one state hands to the next. */
function retold(test: ExecutionCase, definition: JsonObject, { states }: ImportReport): ExecutionCase {
  const steps = new Map(states.map(({ state, step }) => [state, step ?? state]))
  const { history: _, previousEventIds: __, ...expected } = test.expected
  const { cause: told } = expected
  const cause = told === undefined ? undefined : places.reduce((text, place) => text.replace(place, elsewhere), told)
  const mocks = Object.entries(test.mocks).map(([state, attempts]) => [
    steps.get(state) ?? state,
    withoutInputs(attempts),
  ])
  return {
    ...test,
    definition,
    mocks: Object.fromEntries(mocks) as Mocks, // of the kinds that they were
    expected: { ...expected, ...(cause === undefined ? {} : { cause }) },
    volatile: [...test.volatile, elsewhere],
  }
}

/** What a state is given is the plan's own affair; what it sends is not. */
function withoutInputs(attempts: Mocks[string]): unknown {
  const without = (one: object): unknown =>
    Object.fromEntries(Object.entries(one).filter(([key]) => key !== "stateInput"))
  return "byInput" in attempts ? { ...attempts, results: attempts.results.map(without) } : attempts.map(without)
}

/** Prints how many states became steps, by language, and how many plans were compared event by event. */
export function reportTotals({ jsonata, jsonpath, same, stepped }: ImportTotals, print: (line: string) => void): void {
  const share = (language: string, { states, typed }: ImportTotals["jsonata"]): string =>
    `${language} ${typed}/${states} (${states === 0 ? 0 : Math.floor((typed / states) * 100)} %)`
  print(`states typed: ${share("JSONata", jsonata)}, ${share("JSONPath", jsonpath)}`)
  print(
    `${same} plans with the states of their definitions, ${stepped} of steps: of these the outcome and what tasks are sent is compared`,
  )
}
