import type { QueryLanguage, StateType } from "../asl/document.ts"
import type { ImportReason } from "./unstructured.ts"

/** What became of one state. */
export interface ImportedState {
  readonly state: string
  readonly type: StateType
  readonly language: QueryLanguage
  /** The name of the step that it became, where that is another; state machines allow names that steps do not. */
  readonly step?: string
  /** Why it stands in the source as it was; absent where it became typed steps. */
  readonly embedded?: {
    readonly reason: ImportReason
    /** In a sentence or two. */
    readonly message: string
  }
}

/** How many states became typed steps. */
export interface TypedShare {
  readonly states: number
  readonly typed: number
}

/** What an import came to. */
export interface ImportReport {
  /** In the order of the definition, those inside others after them. */
  readonly states: readonly ImportedState[]
  readonly jsonata: TypedShare
  readonly jsonpath: TypedShare
}

/** Counts the states of a report. */
export function reportOf(states: readonly ImportedState[]): ImportReport {
  const share = (language: QueryLanguage): TypedShare => {
    const own = states.filter((state) => state.language === language)
    return { states: own.length, typed: own.filter(({ embedded }) => embedded === undefined).length }
  }
  return { states, jsonata: share("JSONata"), jsonpath: share("JSONPath") }
}
