import type { Lowered } from "./lowered.ts"
import { isPath, variablesIn } from "./scope.ts"
import { present } from "./shape-facts.ts"

/**
 * A partial expression made total: the fallback where it is absent or would throw. Stays partial where it can throw
 * and no condition tells when (the author's own JSONata; a failing function inside a list function).
 * @param fallbackText - JSONata of the same shape, total, that binds at least as much as `? :`.
 */
export function guarded(lowered: Lowered, fallbackText: string): Lowered {
  if (lowered.total) return lowered
  const throws = lowered.throws ?? lowered.shape.optional !== true
  if (throws && lowered.sound === undefined) return lowered
  const there = lowered.shape.optional === true ? withDefault(lowered, fallbackText) : lowered
  if (!throws) return { ...there, total: true, throws: false }
  const bare = `${lowered.sound} ? ${there.text} : ${fallbackText}`
  return { text: `(${bare})`, bare, total: true, shape: present(lowered.shape), throws: false }
}

/** The fallback where the value is absent. Throws where the value does. */
export function withDefault(lowered: Lowered, fallbackText: string): Lowered {
  const { text } = lowered
  const shape = present(lowered.shape)
  if (isPath(text)) {
    const bare = `$exists(${text}) ? ${text} : ${fallbackText}`
    return { ...lowered, text: `(${bare})`, bare, shape }
  }
  const names = new Set([...variablesIn(text), ...variablesIn(fallbackText)])
  let name = "$v"
  for (let count = 2; names.has(name); count++) name = `$v${count}`
  const block = `(${name} := ${text}; $exists(${name}) ? ${name} : ${fallbackText})`
  return { ...lowered, text: block, bare: block, shape }
}
