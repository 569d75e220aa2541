import type { Backend } from "@stepwright/engine"

import type { Blobs } from "./blobs.ts"
import type { Owner } from "./key-path.ts"

/** Removes blobs of executions and dead letters that are not there, written before `before` (milliseconds since 1970). */
export async function sweep(
  backend: Pick<Backend, "executions" | "deadLetters">,
  blobs: Blobs,
  before: number,
): Promise<{ readonly removed: number }> {
  let removed = 0
  let last: { readonly owner: Owner; readonly there: boolean } | undefined
  for await (const { key, writtenAt, owner } of blobs.all()) {
    if (writtenAt >= before) continue
    if (last?.owner.kind !== owner.kind || last.owner.id !== owner.id) {
      last = { owner, there: await isThere(backend, owner) }
    }
    if (last.there) continue
    await blobs.delete(key)
    removed++
  }
  return { removed }
}

async function isThere({ executions, deadLetters }: Pick<Backend, "executions" | "deadLetters">, { kind, id }: Owner) {
  return (kind === "executions" ? await executions.get({ id }) : await deadLetters.get({ id })) !== undefined
}
