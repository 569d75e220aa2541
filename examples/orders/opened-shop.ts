import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

import { type CatalogEntry, openShop, type Shop } from "./shop.ts"

/** The shop of this example, whose books lie in `out`. */
export function openedShop(): Shop {
  const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
  const catalog = JSON.parse(readFileSync(here("./catalog.json"), "utf8")) as readonly CatalogEntry[] // our file
  return openShop({ file: here("./out/shop.sqlite"), catalog })
}
