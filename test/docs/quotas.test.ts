import { readFileSync } from "node:fs"

import { expect, test } from "vitest"

import { renderQuotas } from "./render-quotas.ts"

test("docs/quotas.md says what the table says (`npm run quotas` writes it)", () => {
  expect(readFileSync(new URL("../../docs/quotas.md", import.meta.url), "utf8")).toBe(renderQuotas())
})
