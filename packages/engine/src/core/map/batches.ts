import type { Json } from "../../asl/json.ts"
import type { EvalScope } from "../eval-scope.ts"
import type { CompiledBatcher } from "../machine.ts"
import { utf8Length } from "../utf8-length.ts"
import type { Items } from "./items.ts"

/**
 * Groups items as an ItemBatcher says; each batch is one child's input: `{ BatchInput?, Items }`. MaxInputBytesPerBatch
 * bounds all of that input; an item that is too large by itself has a batch of its own. (AWS: input-output-itembatcher)
 */
export function batched(batcher: CompiledBatcher, scope: EvalScope, items: readonly Json[]): Items {
  const most = numberOf(batcher.maxItems, scope)
  const bytes = numberOf(batcher.maxBytes, scope)
  const shared = batcher.input === undefined ? {} : { BatchInput: batcher.input(scope) }
  const empty = bytes === undefined ? 0 : sizeOf({ ...shared, Items: [] })
  const batches: Json[] = []
  let batch: Json[] = []
  let size = empty
  for (const value of items) {
    const length = bytes === undefined ? 0 : sizeOf(value)
    if (batch.length > 0 && (batch.length === most || (bytes !== undefined && size + 1 + length > bytes))) {
      batches.push({ ...shared, Items: batch })
      batch = []
      size = empty
    }
    // A comma stands before every item but the first.
    size += length + (batch.length > 0 ? 1 : 0)
    batch.push(value)
  }
  if (batch.length > 0) batches.push({ ...shared, Items: batch })
  return { values: batches, keys: undefined }
}

/** The bytes of a value's JSON text. */
function sizeOf(value: Json): number {
  return utf8Length(JSON.stringify(value))
}

function numberOf(limit: CompiledBatcher["maxItems"], scope: EvalScope): number | undefined {
  const value = limit?.value(scope)
  const number = typeof value === "string" ? Number(value) : value
  return typeof number === "number" && number > 0 ? number : undefined
}
