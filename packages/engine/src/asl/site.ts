import type { VariableScope } from "./variable-scope.ts"

/** How an expression is to be read. */
export type SiteKind =
  /** The text inside `{% … %}`. */
  | "jsonata"
  /** A JSONPath: InputPath, SecondsPath, … */
  | "path"
  /** A JSONPath of a Choice rule: Variable, NumericEqualsPath, … */
  | "choice-path"
  /** A path to one place in the input or a variable: a Map's numbers. */
  | "number-path"
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
  /** Of a payload's member: the object that holds it, where AWS reports what is wrong with it. */
  readonly holder: string | undefined
  /** Whether `$states.result` exists here. */
  readonly result: boolean
  /** Whether `$states.errorOutput` exists here. */
  readonly errorOutput: boolean
  readonly variables: VariableScope
}
