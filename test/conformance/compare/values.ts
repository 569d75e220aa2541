import { isJsonObject, type Json } from "@stepwright/engine/asl"

import type { ExecutionCase } from "../case.ts"
import { aliasesOf, withoutAliases } from "./aliases.ts"
import { withoutLater } from "./aws-changes.ts"

/** Compares recorded values with ours; a volatile token in the recording matches anything. */
export interface Comparison {
  /** The first difference, or undefined where the two agree. */
  difference(expected: Json | undefined, actual: Json | undefined, at: string): string | undefined
}

/** A case's comparison: its volatile tokens are wildcards, alone for any value, inside a string for any characters. */
export function comparison(test: ExecutionCase): Comparison {
  const by: Names = { wild: wildOf(test.volatile), aliases: aliasesOf(test) }
  return { difference: (expected, actual, at) => differ(expected, withoutLater(test, expected, actual), at, by) }
}

/** A comparison by the volatile tokens alone. */
export function wildcards(tokens: readonly string[]): Comparison {
  const by: Names = { wild: wildOf(tokens), aliases: new Map() }
  return { difference: (expected, actual, at) => differ(expected, actual, at, by) }
}

function wildOf(tokens: readonly string[]): RegExp | undefined {
  return tokens.length === 0 ? undefined : new RegExp(tokens.map(numbered).join("|"), "g")
}

interface Names {
  /** What matches anything. */
  readonly wild: RegExp | undefined
  /** What stands for a part of the execution's input. */
  readonly aliases: ReadonlyMap<string, string>
}

/** The recorder numbered some tokens a second time: `<task_token>` stands as `<<task_token>:1>`. */
function numbered(token: string): string {
  const text = escape(token)
  return `<${text}:\\d+>|${text}`
}

function differ(expected: Json | undefined, actual: Json | undefined, at: string, by: Names): string | undefined {
  if (typeof expected === "string") return differText(expected, actual, at, by)
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) return `${at}: ${actual.length} elements, recorded ${expected.length}`
    return firstOf(expected.keys(), (index) => differ(expected[index], actual[index], `${at}[${index}]`, by))
  }
  if (isJsonObject(expected) && isJsonObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)])
    return firstOf(keys, (key) => differMember(key, own(expected, key), own(actual, key), `${at}.${key}`, by))
  }
  return Object.is(expected, actual) || expected === actual ? undefined : told(expected, actual, at)
}

/** A cause may be JSON text, which the recorder parsed and wrote anew. */
function differMember(
  key: string,
  expected: Json | undefined,
  actual: Json | undefined,
  at: string,
  by: Names,
): string | undefined {
  const plain = differ(expected, actual, at, by)
  if (plain === undefined || (key !== "cause" && key !== "Cause")) return plain
  const [left, right] = [parsed(expected), parsed(actual)]
  return left === undefined || right === undefined ? plain : differ(left, right, at, by)
}

function differText(
  expected: string,
  actual: Json | undefined,
  at: string,
  { wild, aliases }: Names,
): string | undefined {
  if (expected === actual) return undefined
  if (aliases.size > 0 && withoutAliases(expected, aliases) === actual) return undefined
  if (wild === undefined || expected.search(wild) < 0) return told(expected, actual, at)
  const pieces = expected.split(wild).map(escape)
  if (pieces.every((piece) => piece === "") && actual !== undefined) return undefined
  if (typeof actual !== "string") return told(expected, actual, at)
  return new RegExp(`^${pieces.join("[^]*")}$`).test(actual) ? undefined : told(expected, actual, at)
}

function parsed(value: Json | undefined): Json | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined
  try {
    return JSON.parse(value) as Json // JSON.parse answers JSON
  } catch {
    return undefined
  }
}

function own(object: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function firstOf<T>(items: Iterable<T>, test: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = test(item)
    if (found !== undefined) return found
  }
  return undefined
}

function told(expected: Json | undefined, actual: Json | undefined, at: string): string {
  return `${at}: ${short(actual)}, recorded ${short(expected)}`
}

function short(value: Json | undefined): string {
  if (value === undefined) return "nothing"
  const text = JSON.stringify(value)
  return text.length <= 300 ? text : `${text.slice(0, 300)}…`
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
}
