import type { Json } from "../../asl/json.ts"
import type { EvalScope } from "../eval-scope.ts"
import type { CompiledBatcher } from "../machine.ts"
import { utf8Length } from "../utf8-length.ts"
import type { Items } from "./items.ts"

/** Groups items as an ItemBatcher says; each batch is one iteration's input: `{ BatchInput?, Items }`. */
export function batched(batcher: CompiledBatcher, scope: EvalScope, items: Items): Items {
  const most = numberOf(batcher.maxItems, scope)
  const bytes = numberOf(batcher.maxBytes, scope)
  const shared = batcher.input === undefined ? {} : { BatchInput: batcher.input(scope) }
  const batches: Json[] = []
  let batch: Json[] = []
  let size = 0
  for (const value of items.values) {
    const length = bytes === undefined ? 0 : utf8Length(JSON.stringify(value))
    if (batch.length > 0 && (batch.length === most || (bytes !== undefined && size + length > bytes))) {
      batches.push({ ...shared, Items: batch })
      batch = []
      size = 0
    }
    batch.push(value)
    size += length
  }
  if (batch.length > 0) batches.push({ ...shared, Items: batch })
  return { values: batches, keys: undefined }
}

function numberOf(limit: CompiledBatcher["maxItems"], scope: EvalScope): number | undefined {
  const value = limit?.value(scope)
  const number = typeof value === "string" ? Number(value) : value
  return typeof number === "number" && number > 0 ? number : undefined
}
