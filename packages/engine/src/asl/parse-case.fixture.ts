import { expect, test } from "vitest"

import type { Diagnostic } from "./diagnostic.ts"
import type { JsonObject } from "./json.ts"
import { type DefinitionOptions, parseDefinition } from "./parse-definition.ts"

/** What is defined, and the diagnostics that it gets, a line each. */
export type ParseCase = readonly [
  what: string,
  definition: unknown,
  expected: readonly string[],
  options?: DefinitionOptions,
]

const end = { End: true } as const

/** The smallest state. */
export const pass: { readonly Type: "Pass"; readonly End: true } = { Type: "Pass", End: true }

/** A machine that starts at its first state. */
export function machine(states: JsonObject, more: JsonObject = {}): JsonObject {
  return { ...more, StartAt: Object.keys(states)[0] ?? "", States: states }
}

/** A machine of one Task. */
export function task(fields: JsonObject): JsonObject {
  return machine({ A: { Type: "Task", Resource: "arn:aws:lambda:f", ...end, ...fields } })
}

/** A JSONata machine of one state. */
export function jsonata(state: JsonObject): JsonObject {
  return machine({ A: { ...end, ...state } }, { QueryLanguage: "JSONata" })
}

/** Tests that each definition gets its diagnostics, as an object and as a text. */
export function testCases(cases: readonly ParseCase[]): void {
  for (const [what, definition, expected, options] of cases) {
    test(what, () => {
      expect(told(definition, options)).toEqual(expected)
      if (typeof definition !== "string") expect(told(JSON.stringify(definition), options)).toEqual(expected)
    })
  }
}

function told(input: unknown, options: DefinitionOptions | undefined): readonly string[] {
  return parseDefinition(input, options).diagnostics.map(line)
}

function line({ severity, code, message, location = "-", suggestion }: Diagnostic): string {
  const short = code === "SCHEMA_VALIDATION_FAILED" ? "" : `${code} `
  const meant = suggestion === undefined ? "" : ` (${suggestion}?)`
  return `${severity === "ERROR" ? "" : "warning: "}${short}${location}: ${message}${meant}`
}
