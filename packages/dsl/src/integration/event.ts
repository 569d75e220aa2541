import type { z } from "zod"

import { checkStable } from "../expr/check-stable.ts"
import type { Input } from "../expr/expr.ts"
import { lift } from "../expr/lift.ts"
import { schemaData } from "../expr/shape.ts"
import { positionHere } from "../scope/source-position.ts"
import { misuse, trace } from "../scope/tracing.ts"
import { type Call, makeCall } from "../task/call.ts"
import { type SchemaData, unknownShape } from "../tree/index.ts"
import type { Schema } from "../task/schema.ts"

declare const isEvent: unique symbol

/** The call that publishes an event: for `w.emit`, or a branch. */
export interface EventCall<T = unknown> extends Call<unknown, T> {
  readonly [isEvent]: true
}

/** A kind of event. Called with its detail it gives a call for `w.emit`. */
export interface EventType<T = unknown> {
  (detail: Input<T>): EventCall<T>
  readonly kind: "event"
  readonly name: string
  readonly bus: string
  readonly source: string
  readonly schema: Schema
  readonly data: SchemaData
}

/** Where an event is published. */
export interface EventOptions {
  /** The bus's name in the deployment; default `default`. */
  readonly bus?: string
  /** EventBridge's `source`; default `stepwright`. */
  readonly source?: string
}

/**
 * Defines a kind of event.
 * @param name - EventBridge's `detail-type`: 1 to 128 characters.
 * @param schema - of its detail: plain JSON.
 * @throws {DefinitionError} with every problem.
 */
export function event<S extends Schema>(name: string, schema: S, options: EventOptions = {}): EventType<z.output<S>> {
  const { bus = "default", source = "stepwright" } = options
  const data = trace(`event ${name}`, () => {
    if (name.length === 0 || name.length > 128)
      misuse("NAME_INVALID", `The event name ${JSON.stringify(name)} is not allowed.`)
    checkStable(schema, "The event")
    return schemaData(schema, "output")
  })
  const call = (detail: unknown): EventCall =>
    makeCall({
      name: `emit-${name}`.replaceAll(/[^\w.-]/g, "-").slice(0, 80),
      shape: unknownShape,
      data: { kind: "event", event: name, bus, source, detail: lift(detail), at: positionHere() },
    }) as EventCall // the mark is a type's only
  return Object.defineProperties(call, {
    name: { value: name },
    kind: { value: "event", enumerable: true },
    bus: { value: bus, enumerable: true },
    source: { value: source, enumerable: true },
    schema: { value: schema, enumerable: true },
    data: { value: data, enumerable: true },
  }) as unknown as EventType<z.output<S>> // its members were just defined
}
