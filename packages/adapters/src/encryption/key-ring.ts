import { createSecretKey, hash, hkdfSync, type KeyObject } from "node:crypto"

import { AdapterError, EngineError } from "@stepwright/engine"

/** The keys of one backend. */
export interface KeyRing {
  /** The id of the key to write with. */
  readonly writeWith: string
  /**
   * The key for the texts of one execution, token or dead letter.
   * @throws {AdapterError} `KEY_UNKNOWN`
   */
  keyFor(id: string, owner: string): KeyObject
}

/** Keys that are kept, so that the many texts of one execution cost one derivation. */
const kept = 2048

/**
 * A ring of keys. Each owner's texts have a key of their own, derived from the ring's (RFC 5869), since random
 * 96-bit nonces allow a key no more than 2^32 texts (NIST SP 800-38D, 8.3).
 * @throws {EngineError} `KEY_INVALID`
 */
export function keyRing(keys: Readonly<Record<string, Uint8Array>>, writeWith: string): KeyRing {
  const ring = new Map(Object.entries(keys).map(([id, key]) => [id, checkedKey(id, key)]))
  if (!ring.has(writeWith)) throw invalid(`There is no key '${writeWith}' to write with.`)
  const derived = new Map<string, KeyObject>()
  return {
    writeWith,
    keyFor(id, owner) {
      const name = `${id} ${owner}`
      const known = derived.get(name)
      if (known !== undefined) return known
      const key = ring.get(id)
      if (key === undefined) {
        const message = `A text of '${owner.slice(0, 200)}' is encrypted with the key '${id}', which is not known here.`
        throw new AdapterError({ code: "KEY_UNKNOWN", message, retryable: false })
      }
      const made = createSecretKey(new Uint8Array(hkdfSync("sha256", key, "", infoOf(owner), 32)))
      derived.set(name, made)
      const [oldest] = derived.keys()
      if (derived.size > kept && oldest !== undefined) derived.delete(oldest)
      return made
    },
  }
}

/** Of UTF-16, so that no two owners are one; hashed, since at most 1024 bytes are allowed. */
function infoOf(owner: string): Buffer {
  return Buffer.concat([Buffer.from("stepwright/1/"), hash("sha256", Buffer.from(owner, "utf16le"), "buffer")])
}

function checkedKey(id: string, key: Uint8Array): KeyObject {
  if (!/^[\w-]{1,64}$/.test(id)) throw invalid(`'${id.slice(0, 80)}' is no id of a key.`)
  if (!(key instanceof Uint8Array)) throw invalid(`The key '${id}' is not given as bytes.`)
  if (key.length !== 32) throw invalid(`The key '${id}' has ${key.length} bytes.`)
  // A copy, which what is done to the bytes later does not change; and much faster to use than bytes.
  return createSecretKey(key)
}

function invalid(message: string): EngineError {
  return new EngineError({ code: "KEY_INVALID", message })
}
