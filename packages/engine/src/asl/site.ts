import type { VariableScope } from "./variable-scope.ts"

/** How an expression is to be read. */
export type SiteKind =
  /** The text inside `{% … %}`. */
  | "jsonata"
  /** A JSONPath: InputPath, Variable, SecondsPath, … */
  | "path"
  /** A path that names one place: ResultPath. */
  | "reference"
  /** A path, or an intrinsic function in its place: ItemsPath, ErrorPath, CausePath. */
  | "path-or-intrinsic"
  /** The value of a payload's `name.$`. */
  | "dynamic"

/** A place in a definition where an expression stands: what the query parsers still have to look at. */
export interface ExpressionSite {
  readonly kind: SiteKind
  readonly text: string
  readonly location: string
  /** Whether `$states.result` exists here. */
  readonly result: boolean
  /** Whether `$states.errorOutput` exists here. */
  readonly errorOutput: boolean
  readonly variables: VariableScope
}
