import { expect, it } from "vitest"

import { suggest } from "./suggest.ts"

it.each([
  ["place-ordr", "place-order"],
  ["PlaceOrder", "place-order"],
  ["shop", "ship"],
  ["something-else", undefined],
])("for %s suggests %s", (text, meant) => {
  expect(suggest(text, ["ship", "place-order", "refund-all"])).toBe(meant)
})
