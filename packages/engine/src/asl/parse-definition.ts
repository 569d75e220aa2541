import { DiagnosticList } from "./diagnostic-list.ts"
import type { Diagnostic } from "./diagnostic.ts"
import type { StateMachineDefinition } from "./document.ts"
import { isJsonObject } from "./json.ts"
import { readInput } from "./read-input.ts"
import type { ExpressionSite } from "./site.ts"
import { languageOf } from "./walk/assigned-names.ts"
import { checkLevel } from "./walk/level.ts"
import type { Findings } from "./walk/walk.ts"

/** What a definition is checked for. */
export interface DefinitionOptions {
  /** Express workflows have no activities, jobs, callbacks and distributed Maps. Default `STANDARD`. */
  readonly type?: "STANDARD" | "EXPRESS"
}

/** A definition with everything that is wrong with it. */
export interface ParsedDefinition {
  /** Present when no diagnostic is an `ERROR`. It shares nothing with what was given. */
  readonly definition?: StateMachineDefinition
  /** Every problem, level by level, each in the order in which it is written. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * A state machine's definition from its text or object, checked for everything but its expressions, which
 * `checkDefinition` reads too. Never throws: whatever is wrong is a diagnostic.
 */
export function parseDefinition(input: unknown, options: DefinitionOptions = {}): ParsedDefinition {
  const { definition, diagnostics } = parseStructure(input, options)
  return { ...(definition === undefined ? {} : { definition }), diagnostics }
}

/** A parsed definition, and the places where its expressions stand. */
export interface ParsedStructure extends ParsedDefinition {
  readonly sites: readonly ExpressionSite[]
}

/** `parseDefinition`, for what goes on to look at the expressions. */
export function parseStructure(input: unknown, { type }: DefinitionOptions = {}): ParsedStructure {
  const { value, diagnostics: read } = readInput(input)
  if (value === undefined) return { diagnostics: read, sites: [] }
  const diagnostics = new DiagnosticList()
  for (const diagnostic of read) diagnostics.add(diagnostic)
  const findings: Findings = { diagnostics, sites: [], stateNames: new Set(), labels: new Set(), levels: [] }
  if (!isJsonObject(value)) {
    const message = "Definition must be a valid JSON object"
    return { diagnostics: [...read, { severity: "ERROR", code: "SCHEMA_VALIDATION_FAILED", message }], sites: [] }
  }
  const machine = languageOf(value, "JSONPath")
  const express = type === "EXPRESS"
  const start = { findings, machine, language: machine, mixed: false, express, result: false, errorOutput: false }
  findings.levels.push({ kind: "machine", value, location: "", walk: start, outer: undefined })
  // Levels inside states join the end of the list while it is worked off.
  for (const level of findings.levels) checkLevel(level)
  const found = { diagnostics: diagnostics.all(), sites: findings.sites }
  if (diagnostics.failed) return found
  return { definition: value as unknown as StateMachineDefinition, ...found } // every field is as its type says
}
