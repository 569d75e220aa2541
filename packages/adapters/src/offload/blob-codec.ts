import { hash } from "node:crypto"

import { AdapterError } from "@stepwright/engine"

import type { Codec, Place, PlaceKind } from "../recoded/codec.ts"
import type { Blobs } from "./blobs.ts"
import type { Owner } from "./key-path.ts"

/** What stands in a text's place. A stored format. */
interface Reference {
  readonly key: string
  /** Of the blob. */
  readonly bytes: number
  /** Of the blob, in hexadecimal. */
  readonly sha256: string
  /** UTF-16 where UTF-8 would lose a lone surrogate. */
  readonly encoding: "utf8" | "utf16le"
}

const reference = "blob1."
/** Before a text that begins like one of ours. */
const literal = "text1."

/** Messages are soon made facts of, and nobody could tell whose an answer's blob is; a header is small. */
const kept: ReadonlySet<PlaceKind> = new Set<PlaceKind>(["header", "message", "answer"])

/** Keeps texts of more than so many bytes as blobs. */
export function blobCodec(blobs: Blobs, threshold: number): Codec {
  return {
    async write(text, place) {
      if (!kept.has(place.kind) && isLarge(text, threshold)) return await offload(blobs, text, ownerAt(place))
      return text.startsWith(reference) || text.startsWith(literal) ? literal + text : text
    },
    async read(text, place) {
      if (text.startsWith(literal)) return text.slice(literal.length)
      return text.startsWith(reference) ? await fetch(blobs, text, place) : text
    },
  }
}

/** Whether a text has more bytes of UTF-8 than this. */
export function isLarge(text: string, threshold: number): boolean {
  // No character has more than three.
  return text.length * 3 > threshold && Buffer.byteLength(text) > threshold
}

/** The key that a stored text refers to; undefined where it is a text itself. */
export function keyIn(text: string): string | undefined {
  try {
    return text.startsWith(reference) ? (JSON.parse(text.slice(reference.length)) as Reference).key : undefined
  } catch {
    return undefined
  }
}

async function offload(blobs: Blobs, text: string, owner: Owner): Promise<string> {
  const encoding = text.isWellFormed() ? "utf8" : "utf16le"
  const body = Buffer.from(text, encoding)
  const key = await blobs.write(owner, body)
  const stored: Reference = { key, bytes: body.length, sha256: hash("sha256", body, "hex"), encoding }
  return reference + JSON.stringify(stored)
}

async function fetch(blobs: Blobs, text: string, place: Place): Promise<string> {
  const { key, bytes, sha256, encoding } = referenceOf(text, place)
  const body = await blobs.read(key)
  if (body.length !== bytes || hash("sha256", body, "hex") !== sha256) {
    throw tampered(place, `the object '${key}' is not the one that was written`)
  }
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString(encoding)
}

function referenceOf(text: string, place: Place): Reference {
  try {
    return JSON.parse(text.slice(reference.length)) as Reference // what it says is checked against the blob
  } catch {
    throw tampered(place, "its reference to an object cannot be read")
  }
}

function ownerAt({ kind, of }: Place): Owner {
  return { kind: kind.startsWith("letter") ? "letters" : "executions", id: of }
}

function tampered({ kind, of }: Place, why: string): AdapterError {
  const message = `The stored ${kind} of '${of.slice(0, 200)}' cannot be trusted: ${why}.`
  return new AdapterError({ code: "TEXT_TAMPERED", message, retryable: false })
}
