import { encrypted } from "@stepwright/adapters/encryption"
import { backendContract } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"

import { bases } from "./made.ts"

const keys = { first: new Uint8Array(32).fill(1) }

for (const [name, make] of bases) {
  describe(`encryption over ${name}`, async () => {
    await backendContract({ make: () => make((backend) => encrypted(backend, { keys, writeWith: "first" })) })

    it("tells of what waits, as what it lies over does", async () => {
      const { backend: plain } = make((backend) => backend)
      const { backend } = make((inner) => encrypted(inner, { keys, writeWith: "first" }))
      expect(backend.sessions.backlog?.()).toEqual({ ready: 0 })
      expect(await backend.sessions.unserved?.()).toEqual(await plain.sessions.unserved?.())
      await backend.close()
      await plain.close()
    })
  })
}
