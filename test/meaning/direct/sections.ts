import type { AllNode, EachNode, Json } from "@stepwright/dsl"

import { type Frame, within } from "./frame.ts"
import { Log } from "./log.ts"
import { Failure, isRecord, listOf, noValue, type Value } from "./value.ts"

/** Runs branches at once. */
export function interpretAll({ branches, name, gather }: AllNode, frame: Frame): Value {
  const values = section(
    frame,
    branches.map((branch) => (inside) => frame.meaning.level(branch.body, within(inside, name, branch.name))),
  )
  if (gather === "tuple") return values.map((value) => value ?? null)
  return record(branches.map((branch, index) => [branch.name, values[index]]))
}

/** Runs a body for each item. */
export function interpretEach(node: EachNode, frame: Frame): Value {
  const { id, name, body, over } = node
  const given = frame.meaning.valueOf(node.items, frame)
  const item = (value: Value, at: string | number) => (inside: Frame) => {
    inside.values.set(`item ${id}`, value)
    inside.values.set(typeof at === "string" ? `key ${id}` : `index ${id}`, at)
    const segment = typeof at === "string" ? `{${at.replaceAll("}", "}}")}}` : `[${at}]`
    return frame.meaning.level(body, within(inside, name, segment))
  }
  if (over === "array") {
    const values = section(frame, listOf(given).map(item))
    return values.map((value) => value ?? null)
  }
  if (given !== undefined && !isRecord(given)) return noValue("an object is wanted")
  const fields = Object.entries(given ?? {})
  const values = section(
    frame,
    fields.map(([key, value]) => item(value, key)),
  )
  return record(fields.map(([key], index) => [key, values[index]]))
}

/** Without the fields whose values are absent. */
function record(fields: readonly (readonly [string, Value])[]): Json {
  return Object.fromEntries(fields.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])))
}

/** Where branches fail, any of them may be the first; the others are stopped wherever they are. */
function section(frame: Frame, branches: readonly ((inside: Frame) => Value)[]): readonly Value[] {
  const ended = branches.map((branch) => {
    const log = new Log()
    try {
      return { log, value: branch({ ...frame, values: new Map(frame.values), log }), failure: undefined }
    } catch (failure) {
      if (failure instanceof Failure) return { log, value: undefined, failure }
      throw failure
    }
  })
  const failed = ended.filter(({ failure }) => failure !== undefined)
  const first = failed[failed.length === 0 ? 0 : frame.meaning.decide(failed.length)]
  for (const end of ended) frame.log.add(end.log, first !== undefined && end !== first)
  if (first?.failure !== undefined) throw first.failure
  return ended.map(({ value }) => value)
}
