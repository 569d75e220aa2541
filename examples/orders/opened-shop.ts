import { fileURLToPath } from "node:url"

import { openShop, type Shop } from "./shop.ts"

/** The shop of this example, whose books lie in `out`. */
export function openedShop(): Shop {
  return openShop({ file: fileURLToPath(new URL("./out/shop.sqlite", import.meta.url)) })
}
