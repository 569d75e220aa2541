import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from "node:crypto"

import { AdapterError } from "@stepwright/engine"

import type { Codec, Place } from "../recoded/codec.ts"
import type { KeyRing } from "./key-ring.ts"

/**
 * The stored form: `enc1.<key id>.<base64 of nonce, tag and ciphertext>`, and of an answer, whose reader must know the
 * token that it was written to, `.<token>` behind. The plain text is a byte that tells its encoding, and the text.
 */
const stored = /^enc1\.([\w-]{1,64})\.([A-Za-z0-9+/]+={0,2})(?:\.(.*))?$/s

const nonceLength = 12
const tagLength = 16
/** How the plain text is written: UTF-8, or UTF-16 where UTF-8 would lose a lone surrogate. */
const encodings = ["utf8", "utf16le"] as const

/** AES-256-GCM, with what a text is and whose as associated data. */
export function cipherCodec(ring: KeyRing, readsPlain: boolean): Codec {
  return {
    async write(text, place) {
      const sealed = seal(text, place, ring.keyFor(ring.writeWith, place.of))
      const own = `enc1.${ring.writeWith}.${sealed.toString("base64")}`
      return place.kind === "answer" ? `${own}.${place.of}` : own
    },
    async read(text, place) {
      const [, id, base64 = "", token] = stored.exec(text) ?? []
      if (id === undefined) {
        if (readsPlain) return text
        throw tampered(place, "it is not encrypted")
      }
      const from = token === undefined ? place : answered(place, token)
      return unseal(Buffer.from(base64, "base64"), from, ring.keyFor(id, from.of))
    },
  }
}

function answered(place: Place, token: string): Place {
  if (place.kind !== "message") throw tampered(place, "it is an answer to a token")
  return { kind: "answer", of: token }
}

function seal(text: string, place: Place, key: KeyObject): Buffer {
  const nonce = randomFillSync(Buffer.allocUnsafe(nonceLength))
  const cipher = createCipheriv("aes-256-gcm", key, nonce)
  cipher.setAAD(associated(place))
  const encoding = text.isWellFormed() ? 0 : 1
  const head = cipher.update(Uint8Array.of(encoding))
  const body = cipher.update(text, encodings[encoding])
  cipher.final()
  return Buffer.concat([nonce, cipher.getAuthTag(), head, body])
}

function unseal(sealed: Buffer, place: Place, key: KeyObject): string {
  const start = nonceLength + tagLength
  if (sealed.length <= start) throw tampered(place, "it is too short")
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceLength), { authTagLength: tagLength })
  decipher.setAAD(associated(place))
  decipher.setAuthTag(sealed.subarray(nonceLength, start))
  const plain = decipher.update(sealed.subarray(start))
  try {
    decipher.final()
  } catch {
    throw tampered(place, "it is not what was written there with this key")
  }
  return plain.toString(plain[0] === 0 ? "utf8" : "utf16le", 1)
}

/** The owner is not in it: the key is the owner's alone. */
function associated({ kind, at }: Place): Buffer {
  return Buffer.from(at === undefined ? `1/${kind}` : `1/${kind}/${at}`)
}

function tampered({ kind, of, at }: Place, why: string): AdapterError {
  const what = at === undefined ? kind : `${kind} ${at}`
  const message = `The stored ${what} of '${of.slice(0, 200)}' cannot be trusted: ${why}.`
  return new AdapterError({ code: "TEXT_TAMPERED", message, retryable: false })
}
