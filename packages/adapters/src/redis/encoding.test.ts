import { Command } from "ioredis"
import * as fc from "fast-check"
import { expect, it } from "vitest"

import { Encoder } from "./encoding.ts"

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.nat(20_000).map((length) => "x".repeat(length)),
  fc.nat(9000).map((length) => "é€😀".repeat(length)),
)

it("writes what the client would write, whatever the texts, into buffers that were used before", () => {
  const encoder = new Encoder()
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 40 }), (args) => {
      const written = encoder.encode(["evalsha"], args)
      expect(written.toString()).toBe(new Command("evalsha", [...args]).toWritable({}))
      encoder.release(written)
    }),
  )
})

it("keeps two commands apart that are on their way at once", () => {
  const encoder = new Encoder()
  const first = encoder.encode(["a"], ["1"])
  const second = encoder.encode(["b"], ["2"])
  expect(first.toString()).toBe("*2\r\n$1\r\na\r\n$1\r\n1\r\n")
  expect(second.toString()).toBe("*2\r\n$1\r\nb\r\n$1\r\n2\r\n")
})
