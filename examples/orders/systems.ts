// The shop's own systems: its stock, its bank, its post. They keep books of their own, as real ones do, so that a
// workflow which goes on after a crash meets what it did before.
import { join } from "node:path"

import { keyedEffects, type KeyedEffects, TaskError } from "@stepwright/dsl"

import { type Books, openBooks } from "./books.ts"
import catalogue from "./catalog.json" with { type: "json" }

export interface CatalogEntry {
  readonly sku: string
  readonly name: string
  readonly price: number
  /** What the books say is there. */
  readonly stock: number
  /** What stands on the shelf. */
  readonly shelf: number
}

export interface Systems {
  readonly books: Books
  readonly effects: KeyedEffects
  readonly catalog: ReadonlyMap<string, CatalogEntry>
}

let opened: Systems | undefined

/** Opens this process's systems over a file of books, in the place of those that it had open. */
export function openSystems(file: string, catalog: readonly CatalogEntry[] = catalogue): Systems {
  const books = openBooks(file)
  opened = {
    books,
    effects: keyedEffects(books.effects),
    catalog: new Map(catalog.map((entry) => [entry.sku, entry])),
  }
  return opened
}

/** The open systems; in a process that has opened none, as a Lambda function, those over the file `SHOP_BOOKS`. */
function systems(): Systems {
  return opened ?? openSystems(process.env["SHOP_BOOKS"] ?? join("out", "shop.sqlite"))
}

export function articleOf(sku: string): CatalogEntry | undefined {
  return systems().catalog.get(sku)
}

/** Acts once per key, whatever is repeated, crashes or comes late. */
export async function once<T>(key: string, what: string, result: T): Promise<T> {
  const { books, effects } = systems()
  const begun = await effects.begin(key)
  if (begun.outcome === "done") return begun.result as T // stored by this function
  if (begun.outcome === "void") throw new TaskError("Shop.Undone", { cause: `${what} ${key} was undone before` })
  books.enter(key, what, result)
  // Undone while it was happening: then this is the one to take it back.
  if (!(await effects.complete(key, result))) books.enter(`${key}~undo`, `undo ${what}`, result)
  return result
}

/** Undoes what was done under `key`, if anything was, and sees to it that it cannot be done any more. */
export async function undo(key: string, undoKey: string, what: string): Promise<void> {
  const { books, effects } = systems()
  await effects.void(key)
  const done = books.entry(key)
  if (done !== undefined) books.enter(undoKey, `undo ${what}`, done)
}
