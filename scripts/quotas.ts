// Writes docs/quotas.md from the table of quotas. The tests fail when the page is stale.
import { writeFileSync } from "node:fs"

import { renderQuotas } from "../test/docs/render-quotas.ts"

const page = "docs/quotas.md"
writeFileSync(page, renderQuotas())
console.log(`wrote ${page}`)
