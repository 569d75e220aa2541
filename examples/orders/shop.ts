import type { Handled } from "@stepwright/dsl"

import type { Books } from "./books.ts"
import {
  charging,
  checking,
  labelling,
  picking,
  refunding,
  refundingByKey,
  releasing,
  reserving,
  writing,
} from "./handlers.ts"
import { type CatalogEntry, openSystems } from "./systems.ts"

export type { CatalogEntry } from "./systems.ts"

export interface Shop {
  readonly handlers: readonly Handled[]
  readonly books: Books
}

/** Opens the shop over a file of books; a process has one. */
export function openShop({
  file,
  catalog,
}: {
  readonly file: string
  readonly catalog?: readonly CatalogEntry[]
}): Shop {
  const { books } = openSystems(file, catalog)
  const handlers = [checking, reserving, releasing, charging, refunding, refundingByKey, picking, labelling, writing]
  return { books, handlers }
}
