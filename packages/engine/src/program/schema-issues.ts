import type { z } from "zod"

import type { SchemaIssue } from "../errors.ts"
import { redacted } from "../inspect/redact.ts"

type Issue = z.core.$ZodIssue

/**
 * What zod found, each with its path, what was expected, and what was received instead.
 * @param isSecret - Whether what stands at a path is secret: of that, what was received is not told.
 */
export function schemaIssues(
  error: z.core.$ZodError,
  value: unknown,
  isSecret: (path: readonly PropertyKey[]) => boolean,
): readonly SchemaIssue[] {
  return error.issues.map((issue) => ({
    path: pathText(issue.path),
    expected: expectation(issue),
    received: isSecret(issue.path) ? redacted : shown(valueAt(value, issue.path)),
    message: issue.message,
  }))
}

/** All issues in one text. */
export function issuesText(issues: readonly SchemaIssue[]): string {
  return issues
    .map(
      ({ path, expected, received }) =>
        `${path === "" ? "the value" : path}: expected ${expected}, received ${received}`,
    )
    .join("; ")
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`
      const name = String(step)
      if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `[${JSON.stringify(name)}]`
      return index === 0 ? name : `.${name}`
    })
    .join("")
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected
    case "invalid_value":
      return issue.values.map((value) => shown(value)).join(" or ")
    case "too_small":
      return `${measured(issue.origin)} ${issue.inclusive === false ? "above" : "of at least"} ${String(issue.minimum)}`
    case "too_big":
      return `${measured(issue.origin)} ${issue.inclusive === false ? "below" : "of at most"} ${String(issue.maximum)}`
    case "invalid_format":
      return `text in the format ${issue.format}`
    case "not_multiple_of":
      return `a multiple of ${String(issue.divisor)}`
    case "unrecognized_keys":
      return `no ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}`
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
      return issue.message
  }
}

function measured(origin: string): string {
  if (origin === "string") return "text with a length"
  return origin === "array" || origin === "set" ? "a list with a length" : `a ${origin}`
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Readonly<Record<PropertyKey, unknown>>)[step] // it is an object that has it
  }
  return at
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing"
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === "object" && value !== null) return "an object"
  if (typeof value === "bigint" || typeof value === "symbol" || typeof value === "function") return `a ${typeof value}`
  const text = JSON.stringify(value)
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`
}
