import { hash } from "node:crypto"

/** The longest key, in characters. */
const longest = 200

/**
 * The idempotency key of a step that no envelope names: `<execution>/<path>`. Above 200 characters its end is replaced
 * by its sha256. (semantics: keys and effects)
 */
export function stepKey(root: string, path: string): string {
  const key = `${root}/${path}`
  return key.length <= longest ? key : `${key.slice(0, longest - 65)}~${hash("sha256", key, "hex")}`
}
