import type { Durability } from "@stepwright/adapters/redis"
import type { Backend } from "@stepwright/engine"

import type { StoreOptions } from "../run/open-store.ts"

/** A store, for people. */
export interface StoreFacts {
  /** Without passwords. */
  readonly store: string
  /** What it may lose, in words; absent where it loses nothing that it acknowledged. */
  readonly mayLose?: string
}

/** Where executions are kept, without whatever a URL holds of passwords, and what may be lost there. */
export function storeFacts(
  { name }: Backend,
  { db, redis, durability = "fast" }: StoreOptions & { readonly durability?: Durability },
): StoreFacts {
  const store = redis === undefined ? db : withoutPassword(redis)
  const loses =
    name === "redis" && durability === "fast"
      ? "of a power cut or a failover of Redis the last second; --durability fsync or replicated bounds it"
      : undefined
  return { store: `${name} ${store}`, ...(loses === undefined ? {} : { mayLose: loses }) }
}

function withoutPassword(text: string): string {
  const url = new URL(text)
  if (url.password !== "") url.password = "…"
  return decodeURI(url.href)
}
