import { describe, expect, it } from "vitest"

import type { Place } from "../recoded/codec.ts"
import { cipherCodec } from "./cipher-codec.ts"
import { keyRing } from "./key-ring.ts"

const bytes = (value: number): Uint8Array => new Uint8Array(32).fill(value)
const codec = cipherCodec(keyRing({ a: bytes(1), b: bytes(2) }, "a"), false)
const place: Place = { kind: "fact", of: "execution", at: 3 }
const tampered = { name: "AdapterError", code: "TEXT_TAMPERED", retryable: false }

describe("an encrypted text", () => {
  it.each(["", "text", "größer – 漢字 – 🂡", "\0", "high \ud83d low \ude00", "x".repeat(100_000)])(
    "is read back as it was: %#",
    async (text) => {
      const stored = await codec.write(text, place)
      expect(stored).toMatch(/^enc1\.a\.[A-Za-z0-9+/=]+$/)
      expect(await codec.read(stored, place)).toBe(text)
    },
  )

  it("is another each time it is written", async () => {
    const stored = await Promise.all(Array.from({ length: 100 }, () => codec.write("text", place)))
    expect(new Set(stored).size).toBe(100)
  })

  it.each<[string, Place]>([
    ["another execution", { ...place, of: "execution2" }],
    ["another place of its journal", { ...place, at: 4 }],
    ["another kind", { ...place, kind: "checkpoint" }],
    ["a text that has no place of its own", { kind: "input", of: "execution" }],
  ])("is refused where it stands for %s", async (_what, other) => {
    await expect(codec.read(await codec.write("text", place), other)).rejects.toMatchObject(tampered)
  })

  it("is refused where any character of it was changed, or it was cut", async () => {
    const stored = await codec.write('{"amount":100}', place)
    const bytesOf = (text: string): Buffer => Buffer.from(text.slice("enc1.a.".length), "base64")
    for (let at = "enc1.a.".length; at < stored.length; at++) {
      const changed = `${stored.slice(0, at)}${stored[at] === "A" ? "B" : "A"}${stored.slice(at + 1)}`
      for (const spoilt of [changed, stored.slice(0, at)]) {
        // Padding and the last character's last bits say nothing.
        if (bytesOf(spoilt).equals(bytesOf(stored))) continue
        await expect(codec.read(spoilt, place), spoilt).rejects.toMatchObject(tampered)
      }
    }
  })

  it("is refused where another key has its id, and unknown where none has", async () => {
    const stored = await codec.write("text", place)
    const wrong = cipherCodec(keyRing({ a: bytes(9) }, "a"), false)
    await expect(wrong.read(stored, place)).rejects.toMatchObject(tampered)
    const without = cipherCodec(keyRing({ b: bytes(2) }, "b"), true)
    await expect(without.read(stored, place)).rejects.toMatchObject({ code: "KEY_UNKNOWN", retryable: false })
    await expect(without.read(stored, place)).rejects.toThrow("'execution' is encrypted with the key 'a'")
  })

  it("is readable by every key of the ring, and written by one", async () => {
    const before = await codec.write("text", place)
    const after = cipherCodec(keyRing({ a: bytes(1), b: bytes(2) }, "b"), false)
    expect(await after.read(before, place)).toBe("text")
    expect(await after.write("text", place)).toMatch(/^enc1\.b\./)
  })
})

describe("an answer to a token", () => {
  const answer: Place = { kind: "answer", of: "1.2.secret" }
  const message: Place = { kind: "message", of: "execution" }

  it("is read as a message of whoever waited, and as nothing else", async () => {
    const stored = await codec.write("text", answer)
    expect(await codec.read(stored, message)).toBe("text")
    await expect(codec.read(stored, { ...message, kind: "input" })).rejects.toMatchObject(tampered)
  })

  it("is refused under another token, and as the message that it is not", async () => {
    const stored = await codec.write("text", answer)
    const moved = stored.replace("1.2.secret", "1.3.secret")
    await expect(codec.read(moved, message)).rejects.toMatchObject(tampered)
    await expect(codec.read(stored.slice(0, -".1.2.secret".length), message)).rejects.toMatchObject(tampered)
  })
})

describe("a text without encryption", () => {
  it("is refused, unless such texts are to be read", async () => {
    await expect(codec.read("plain", place)).rejects.toMatchObject(tampered)
    expect(await cipherCodec(keyRing({ a: bytes(1) }, "a"), true).read("plain", place)).toBe("plain")
  })
})

describe("a ring of keys", () => {
  it.each<[string, Readonly<Record<string, Uint8Array>>, string]>([
    ["The key 'a' has 16 bytes.", { a: new Uint8Array(16) }, "a"],
    ["'a.b' is no id of a key.", { "a.b": bytes(1) }, "a.b"],
    ["There is no key 'b' to write with.", { a: bytes(1) }, "b"],
  ])("is refused: %s", (message, keys, writeWith) => {
    expect(() => keyRing(keys, writeWith)).toThrow(message)
    expect(() => keyRing(keys, writeWith)).toThrow(expect.objectContaining({ code: "KEY_INVALID" }))
  })

  it("keeps its keys, whatever is done to the bytes that it was given, and finds those again that it let go of", async () => {
    const key = bytes(1)
    const ring = keyRing({ a: key }, "a")
    const first = ring.keyFor("a", "0")
    key.fill(0)
    const owners = Array.from({ length: 3000 }, (_, owner) => String(owner))
    expect(new Set(owners.map((owner) => ring.keyFor("a", owner).export().toString("hex"))).size).toBe(3000)
    expect(first.equals(ring.keyFor("a", "0"))).toBe(true)
  })
})
