import { isJsonObject, type Json } from "../../asl/json.ts"
import { javaText } from "../java-text.ts"
import type { Segment } from "./parse-path.ts"

/** Why a definite path found nothing. */
export class Missing {
  readonly #segments: readonly Segment[]
  readonly #at: number
  readonly #value: Json

  /**
   * @param at - Which segment led nowhere.
   * @param value - What it was applied to.
   */
  constructor(segments: readonly Segment[], at: number, value: Json) {
    this.#segments = segments
    this.#at = at
    this.#value = value
  }

  /** Whether an index was applied to what is no array: AWS reports that as an invalid path wherever it happens. */
  get misplaced(): boolean {
    return this.#segments[this.#at]?.kind === "index" && this.#value !== null && !Array.isArray(this.#value)
  }

  /**
   * Jayway JsonPath's words, which AWS passes on. (Recorded: "No results for path" and "Missing property"; measured:
   * "can only be applied to arrays"; the others are Jayway's, of the same place in its source.)
   */
  describe(): string {
    const segments = this.#segments
    const segment = segments[this.#at]
    const before = canonical(segments.slice(0, this.#at))
    const value = this.#value
    if (segment?.kind === "index" && value === null) return `The path ${before} is null`
    if (segment?.kind === "index" && !Array.isArray(value)) {
      return `Filter: [${segment.index}] can only be applied to arrays. Current context is: ${javaText(value)}`
    }
    if (segment?.kind === "name" && !isJsonObject(value)) {
      return `Expected to find an object with property ['${segment.name}'] in path ${before} but found '${javaClass(value)}'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.`
    }
    return segment?.kind === "name" && this.#at < segments.length - 1
      ? `Missing property in path ${canonical(segments.slice(0, this.#at + 1))}`
      : `No results for path: ${canonical(segments)}`
  }
}

function canonical(segments: readonly Segment[]): string {
  return `$${segments.map((segment) => (segment.kind === "name" ? `['${segment.name}']` : segment.kind === "index" ? `[${segment.index}]` : "")).join("")}`
}

function javaClass(value: Json): string {
  if (value === null) return "null"
  if (Array.isArray(value)) return "java.util.ArrayList"
  if (typeof value === "string") return "java.lang.String"
  if (typeof value === "boolean") return "java.lang.Boolean"
  if (typeof value !== "number" || !Number.isInteger(value)) return "java.lang.Double"
  return value === (value | 0) ? "java.lang.Integer" : "java.lang.Long"
}
