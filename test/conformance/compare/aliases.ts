import { isJsonObject, type Json } from "@stepwright/engine/asl"

import type { ExecutionCase } from "../case.ts"

/**
 * Names that the recorder gave to parts of the execution's own input: the `ExecutionStarted` event shows that input, so
 * a `<name>` there stands for what the case's input has in its place, in the whole recording.
 */
export function aliasesOf({ input, expected }: ExecutionCase): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>()
  const started = expected.history?.find(({ type }) => type === "ExecutionStarted")
  if (started?.input !== undefined) collect(started.input, input, aliases)
  return aliases
}

function collect(recorded: Json, given: Json | undefined, aliases: Map<string, string>): void {
  if (typeof recorded === "string" && typeof given === "string") {
    if (recorded !== given && /^<[^<>]+>$/.test(recorded)) aliases.set(recorded, given)
  } else if (Array.isArray(recorded) && Array.isArray(given)) {
    recorded.forEach((item, index) => collect(item as Json, given[index] as Json | undefined, aliases)) // arrays of JSON
  } else if (isJsonObject(recorded) && isJsonObject(given)) {
    for (const [key, member] of Object.entries(recorded)) {
      if (Object.hasOwn(given, key)) collect(member, given[key], aliases)
    }
  }
}

/** A recorded text with the names replaced by what they stand for. */
export function withoutAliases(text: string, aliases: ReadonlyMap<string, string>): string {
  let replaced = text
  for (const [name, value] of aliases) replaced = replaced.replaceAll(name, value)
  return replaced
}
