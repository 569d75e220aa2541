import { ApiError } from "../api-error.ts"
import type { Members, Request, Shape } from "./shape.ts"

/**
 * A request from outside, read by the shapes of its members. Members that are null count as absent, unknown ones are
 * left out.
 * @throws {ApiError} `SerializationException` for a member of another kind; `ValidationException` with everything that
 * breaks a bound, as AWS words it.
 */
export function readRequest<M extends Members>(members: M, given: unknown): Request<M> {
  const reading = new Reading()
  const request = reading.structure(members, isObject(given) ? given : {}, "")
  const { problems } = reading
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 validation error" : `${problems.length} validation errors`
    throw new ApiError("ValidationException", `${count} detected: ${problems.join("; ")}`)
  }
  return request as Request<M> // as its shapes were read
}

class Reading {
  readonly problems: string[] = []

  structure(members: Members, given: Readonly<Record<string, unknown>>, path: string): object {
    const read: Record<string, unknown> = {}
    for (const [name, shape] of Object.entries(members)) {
      const at = path === "" ? name : `${path}.${name}`
      const value = Object.hasOwn(given, name) ? given[name] : undefined
      if (value !== undefined && value !== null) read[name] = this.#value(shape, value, at)
      else if (shape.required === true) this.#fails(undefined, at, "Member must not be null")
    }
    return read
  }

  #value(shape: Shape, value: unknown, at: string): unknown {
    switch (shape.kind) {
      case "text":
        if (typeof value !== "string") throw mistyped(value, "a String")
        return this.#text(shape, value, at)
      case "integer":
      case "number": {
        if (typeof value !== "number") throw mistyped(value, shape.kind === "integer" ? "an Integer" : "a Float")
        const whole = shape.kind === "integer" ? Math.trunc(value) : value
        this.#range(shape, whole, String(whole), at, "value")
        return whole
      }
      case "boolean":
        if (typeof value !== "boolean") throw mistyped(value, "a Boolean")
        return value
      case "list":
        if (!Array.isArray(value)) throw mistyped(value, "a List")
        this.#range(shape, value.length, JSON.stringify(value), at, "length")
        return value.map((item: unknown, index) => this.#item(shape.of, item, `${at}.${index + 1}.member`))
      case "structure":
        if (!isObject(value)) throw mistyped(value, "a Structure")
        return this.structure(shape.members, value, at)
    }
  }

  #item(shape: Shape, item: unknown, at: string): unknown {
    if (item !== null) return this.#value(shape, item, at)
    this.#fails(undefined, at, "Member must not be null")
    return undefined
  }

  #text(shape: Extract<Shape, { readonly kind: "text" }>, value: string, at: string): string {
    if (shape.values !== undefined && !shape.values.includes(value)) {
      this.#fails(value, at, `Member must satisfy enum value set: [${shape.values.join(", ")}]`)
    }
    this.#range(shape, value.length, value, at, "length")
    return value
  }

  #range(
    { least, most }: { readonly least?: number; readonly most?: number },
    size: number,
    value: string,
    at: string,
    what: "length" | "value",
  ): void {
    if (most !== undefined && size > most)
      this.#fails(value, at, `Member must have ${what} less than or equal to ${most}`)
    if (least !== undefined && size < least)
      this.#fails(value, at, `Member must have ${what} greater than or equal to ${least}`)
  }

  #fails(value: string | undefined, at: string, constraint: string): void {
    // What is much too long is not sent back.
    const shown = value === undefined ? "Value" : `Value '${value.slice(0, 1024)}'`
    this.problems.push(`${shown} at '${at}' failed to satisfy constraint: ${constraint}`)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function mistyped(value: unknown, wanted: string): ApiError {
  const kind = Array.isArray(value)
    ? "START_ARRAY"
    : { string: "STRING_VALUE", number: "NUMBER_VALUE", boolean: value === true ? "TRUE_VALUE" : "FALSE_VALUE" }[
        typeof value as "string"
      ]
  return new ApiError("SerializationException", `${kind ?? "START_OBJECT"} can not be converted to ${wanted}`)
}
