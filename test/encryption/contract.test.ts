import { encrypted } from "@stepwright/adapters/encryption"
import { backendContract } from "@stepwright/engine/testing"
import { describe } from "vitest"

import { bases } from "./made.ts"

const keys = { first: new Uint8Array(32).fill(1) }

for (const [name, make] of bases) {
  describe(`encryption over ${name}`, async () => {
    await backendContract({ make: () => make((backend) => encrypted(backend, { keys, writeWith: "first" })) })
  })
}
