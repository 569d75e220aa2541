import { sqlite } from "@stepwright/adapters/sqlite"
import { startEngine } from "@stepwright/engine"

import { openedShop } from "./opened-shop.ts"
import type { Running } from "./running.ts"
import { placeOrder } from "./workflow.ts"

/** The engine embedded in this process, on a sqlite file. */
export async function engineHere(out: string, shown: string): Promise<Running> {
  const shop = openedShop()
  const engine = await startEngine({
    backend: sqlite({ file: `${out}/engine.sqlite` }),
    workflows: [placeOrder],
    handlers: shop.handlers,
  })
  return {
    engine,
    where: `in ${shown}`,
    async close() {
      await engine.close()
      shop.books.close()
    },
  }
}
