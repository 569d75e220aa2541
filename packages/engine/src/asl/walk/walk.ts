import type { DiagnosticList, Suggest } from "../diagnostic-list.ts"
import type { Diagnostic, DiagnosticCode } from "../diagnostic.ts"
import type { QueryLanguage } from "../document.ts"
import type { JsonObject } from "../json.ts"
import type { ExpressionSite, SiteKind } from "../site.ts"
import type { VariableScope } from "../variable-scope.ts"

/** What a walk through a definition collects. */
export interface Findings {
  readonly diagnostics: DiagnosticList
  readonly sites: ExpressionSite[]
  /** The names of the states met so far, of all levels. */
  readonly stateNames: Set<string>
  readonly labels: Set<string>
  /** Levels that were met inside states and are still to be looked at. */
  readonly levels: OpenLevel[]
}

/** A level of states that is still to be looked at. */
export interface OpenLevel {
  /** A whole machine, a branch of a Parallel, the processor of a Map. */
  readonly kind: "machine" | "branch" | "processor"
  readonly value: JsonObject
  readonly location: string
  readonly walk: Omit<Walk, "siblings" | "variables">
  /** The variables that it can see of the levels around it. */
  readonly outer: VariableScope | undefined
}

/** Where a walk is. */
export interface Walk {
  readonly findings: Findings
  /** The query language of the whole machine. */
  readonly machine: QueryLanguage
  /** The query language of the state at hand. */
  readonly language: QueryLanguage
  /** A state that goes back to JSONPath where it must not: its fields are not held against its language on top of that. */
  readonly mixed: boolean
  readonly express: boolean
  readonly variables: VariableScope
  /** The names of the states of this level. */
  readonly siblings: ReadonlySet<string>
  /** Whether `$states.result` exists in the payload at hand. */
  readonly result: boolean
  /** Whether `$states.errorOutput` exists in the payload at hand. */
  readonly errorOutput: boolean
}

/** Notes an error. */
export function refuse(
  walk: Walk,
  location: string,
  message: string,
  code: DiagnosticCode = "SCHEMA_VALIDATION_FAILED",
  suggest?: Suggest,
): void {
  note(walk, "ERROR", location, message, code, suggest)
}

/** Notes a warning. */
export function warn(walk: Walk, location: string, message: string, code: DiagnosticCode, suggest?: Suggest): void {
  note(walk, "WARNING", location, message, code, suggest)
}

function note(
  walk: Walk,
  severity: Diagnostic["severity"],
  location: string,
  message: string,
  code: DiagnosticCode,
  suggest: Suggest | undefined,
): void {
  const at = location === "" ? "/" : location
  walk.findings.diagnostics.add({ severity, code, message, location: at }, suggest)
}

/** Notes a place where an expression stands. */
export function site(walk: Walk, kind: SiteKind, text: string, location: string, holder?: string): void {
  const { result, errorOutput, variables } = walk
  walk.findings.sites.push({ kind, text, location, holder, result, errorOutput, variables })
}
