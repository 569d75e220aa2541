import type { Json } from "../../asl/json.ts"
import type { Way } from "../flow/draft.ts"
import type { Place } from "../flow/place.ts"
import type { Position } from "../flow/read.ts"

/** The names of a workflow's saga variables. */
export interface SagaVariables {
  /** `{ step, error, at?, retries? }` of the failure that is being compensated. */
  readonly failure: string
  /** Names of the steps that were undone. */
  readonly compensated: string
  /** `{ step, error }` of each compensation that failed. */
  readonly uncompensated: string
}

/** How the states of one level undo: the workflow's, or those of one branch of a section. */
export interface Undoing {
  /** Where the states are put. */
  readonly place: Place
  readonly variables: SagaVariables
  /** Where what was undone, and what was not, is noted. */
  readonly report: Report
  /**
   * What expressions of a step's compensation read in place of what is out of sight.
   * @param outcome - `known` where only a compensation that knows the result reads it.
   */
  readonly recall: (step: number, outcome?: "known" | "unknown" | "either") => Position["local"]
  /** JSONata of what was reported of a step; of the workflow's own nothing is. */
  readonly entry: (step: number, position: Position) => string
  /** JSONata of how far a step came: `known`, `unknown`, or anything else; undefined where it surely came to its end. */
  readonly outcome: (step: number, position: Position) => string | undefined
  /** How a step is called in reports: JSONata. */
  readonly label: (step: number, position: Position) => string
  /** A variable's value before the first step. */
  readonly initially: (variable: string, value: Json) => void
  /** On this way a step has been dealt with, be it undone or given up. */
  readonly settled: (step: number, way: Way) => void
  /** The ways to the first state made; none where they are made on demand. */
  readonly entries: readonly Way[]
  /** What comes when everything is undone. */
  readonly end: () => string
}

/** Notes what became of compensations. Labels are JSONata. */
export interface Report {
  undone(next: Way, label: string): void
  /** `error`: JSONata of its name. The way's output carries `error` on, JSONata of `{ Error, Cause }`. */
  failed(way: Way, label: string, name: string, error: string): void
  /** A dead letter was written, or could not be. */
  lettered(way: Way): void
  /**
   * What was undone elsewhere, by a section's branches or from a journal.
   * @param lists - JSONata of what was noted there: one `{ compensated, uncompensated }`, or a list of them.
   * @param error - JSONata of the `{ Error, Cause }` that the way's output carries on; null where all went well.
   */
  gathered(next: Way, lists: string, error?: string): void
}
