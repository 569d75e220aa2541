import type { Json } from "../asl/json.ts"
import type { RunTask } from "../core/index.ts"
import type { ObjectStore } from "../ports/object-store.ts"
import { readObjects } from "./read-objects.ts"
import { writeResults } from "./write-results.ts"

/** What a distributed Map reads or writes in an object store; undefined for an order that is neither. */
export function mapObjects(objects: ObjectStore, order: RunTask): ((input: Json) => Promise<Json>) | undefined {
  const { reader, writer } = order
  if (writer !== undefined) return async (input) => await writeResults(objects, input, writer)
  if (reader === undefined) return undefined
  return async (input) => await readObjects(objects, order, reader, input)
}
