import { InvariantError } from "../../errors.ts"
import type { Origin } from "@stepwright/dsl"

import type { Resolve } from "../expression/index.ts"
import type { Way } from "./draft.ts"
import { type Entry, type Level, mapItem } from "./level.ts"
import type { PlanBuilder } from "./plan-builder.ts"
import { variableName } from "./unique-names.ts"

/** Where an expression stands. */
export interface Position {
  readonly level: Level
  /** In the level's first state, which sees none of the variables that it assigns. */
  readonly first: boolean
  readonly local: { get(key: string): (() => string) | undefined }
  /** In an ItemSelector: there `$states.context.Map.Item` is an item of the state itself, not the one around it. */
  readonly selects?: true
}

const none: Position["local"] = new Map<string, () => string>()

/** The position of a state's own fields. */
export function inState(level: Level, first: boolean, local: Position["local"] = none): Position {
  return { level, first, local }
}

/** The position of a way's Assign and Output. */
export function onWay(level: Level, way: Way): Position {
  return { level, first: way.draft === level.first, local: way.local }
}

/** What origins are called inside the compiler. */
function keyOf(origin: Origin): string {
  switch (origin.from) {
    case "input":
    case "token":
      return origin.from
    case "step":
      return `step:${origin.step}`
    case "item":
    case "index":
    case "key":
      return `${origin.from}:${origin.each}`
    case "carried":
      return `carried:${origin.repeat}`
    case "error":
      return `error:${origin.attempt}`
    case "parameter":
      return `parameter:${origin.parameter}`
    case "compensated":
      return `compensated:${origin.field}`
    case "execution":
      return `execution:${origin.field}`
    case "resource":
      return `resource:${origin.resource}`
  }
}

/** Under which key a way's own expressions read one field of a value. */
export function fieldKey(key: string, field: string): string {
  return `${key}.${field}`
}

/** Resolves origins as they read at a position. */
export function resolver(plan: PlanBuilder, position: Position): Resolve {
  const resolve: Resolve = (origin) => read(plan, position, keyOf(origin))
  return Object.assign(resolve, {
    shapeOf: (origin: Origin) => plan.shapes.get(keyOf(origin)),
    fieldOf: (origin: Origin, field: string) => position.local.get(fieldKey(keyOf(origin), field))?.(),
    placeholder: (resource: string) =>
      `\${${plan.placeholder(`resource:${resource}`, resource, { kind: "resource", resource })}}`,
  })
}

/** JSONata text that denotes a value at a position. Makes sure that whatever it names is assigned by then. */
export function read(plan: PlanBuilder, position: Position, key: string): string {
  const local = position.local.get(key)
  if (local !== undefined) return local()
  if (key === "token") return plan.given(key)
  const { level } = position
  const variable = plan.variables.get(key)
  if (variable !== undefined && variable.level.world === level.world) return variable.use()
  const owner = ownerOf(level, key)
  if (owner !== undefined) return readEntry(plan, position, owner.level, key, owner.entry)
  const { world } = level
  if (world.holder === undefined) return plan.given(key)
  capture(plan, world, key)
  return read(plan, position, key)
}

function ownerOf(level: Level, key: string): { readonly level: Level; readonly entry: Entry } | undefined {
  const entry = level.entries.get(key)
  if (entry !== undefined) return { level, entry }
  return level.holder === undefined || level.holder.kind === "distributed"
    ? undefined
    : ownerOf(level.holder.level, key)
}

function readEntry(plan: PlanBuilder, position: Position, owner: Level, key: string, entry: Entry): string {
  let { level, first } = position
  let text: string | undefined = entry.here
  while (level !== owner && level.holder !== undefined) {
    const { holder } = level
    text = holder.kind === "branch" && text !== entry.inItems ? entry.inBranch : entry.inItems
    first = holder.draft === holder.level.first
    level = holder.level
  }
  if (first && text !== undefined && !(position.selects === true && text.includes(mapItem))) return text
  if (first) owner.before.set(key, entry)
  else owner.kept.set(key, entry)
  return variableText(entry.variable, entry.boxed)
}

/** Closure conversion: a value from outside a distributed Map travels in each child's input. */
function capture(plan: PlanBuilder, world: Level, key: string): void {
  const { holder } = world
  if (holder === undefined) throw new InvariantError(`nothing outside holds ${key}`)
  const outside: Position = { ...inState(holder.level, holder.draft === holder.level.first), selects: true }
  const text = read(plan, outside, key)
  const boxed = plan.variables.get(key)?.boxed ?? ownerOf(holder.level, key)?.entry.boxed ?? false
  carry(plan, world, key, text, boxed)
}

/** Hands a value from outside to the children of a distributed level. `text` reads in the Map's ItemSelector. */
export function carry(plan: PlanBuilder, world: Level, key: string, text: string, boxed: boolean): void {
  const variable = plan.variableNames.take(variableName(key.replace(/^step:/, "").replaceAll(":", "-")))
  world.captured.set(variable, boxed ? `{'value': ${text}}` : text)
  const value = boxed ? ".value" : ""
  world.entries.set(key, {
    variable,
    here: `$states.input${world.capturedIn}.${variable}${value}`,
    inBranch: `$states.context.Execution.Input${world.capturedIn}.${variable}${value}`,
    inItems: `$states.context.Execution.Input${world.capturedIn}.${variable}${value}`,
    boxed,
    captured: true,
  })
}

/** A variable's value: boxed where it may be absent. */
export function variableText(name: string, boxed: boolean): string {
  return boxed ? `$${name}.value` : `$${name}`
}
