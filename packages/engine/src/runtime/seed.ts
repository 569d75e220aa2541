import { createHmac, randomFillSync } from "node:crypto"

import type { TaskTokens } from "../core/index.ts"
import { executionRoute } from "./execution-route.ts"

const bytes = 16
const pool = Buffer.alloc(bytes * 256)
let used = pool.length

/** 128 unguessable bits as text: what an execution's chance and tokens are derived from. */
export function newSeed(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += bytes
  return pool.toString("base64url", used - bytes, used)
}

/**
 * Tokens that a seed names: `<route>.<frame>.<seq>.<128 bits>`. The same on every replay; without the seed nobody can guess one,
 * and nothing that an execution shows lets the seed be computed.
 */
export const seedTokens: TaskTokens = ({ id, seed }, frame, seq) =>
  tokenText(id, frame, seq, secretOf(id, seed, `token/${frame}/${seq}`))

/** The text of a token: what {@link addressOf} reads, behind the route of the execution that awaits it. */
export function tokenText(id: string, frame: number, seq: number, secret: string): string {
  return `${executionRoute(id)}.${frame}.${seq}.${secret}`
}

/** 128 bits that only the seed's holder can name. */
export function secretOf(id: string, seed: string, purpose: string): string {
  return createHmac("sha256", seed).update(`${id}/${purpose}`).digest("base64url").slice(0, 22)
}

/** What a token of {@link seedTokens} addresses, by its form alone; undefined for any other text. */
export function addressOf(token: string): { readonly frame: number; readonly seq: number } | undefined {
  const match = /^[\w-]{14}\.(\d{1,10})\.(\d{1,10})\.[\w-]{22}$/.exec(token)
  return match === null ? undefined : { frame: Number(match[1]), seq: Number(match[2]) }
}
