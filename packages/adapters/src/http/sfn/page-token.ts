import { createHash } from "node:crypto"

import { ApiError } from "./api-error.ts"

/** How long a token is good, in milliseconds. (AWS: API reference, nextToken) */
const lifetime = 24 * 60 * 60 * 1000

/** What tells the pages of one listing from those of others: an operation and what it lists. */
export type Listing = readonly [operation: string, ...about: readonly unknown[]]

/** The token of the page that goes on behind `cursor`. */
export function pageToken(listing: Listing, cursor: string, now: number): string {
  return Buffer.from(JSON.stringify([now, checkOf(listing), cursor])).toString("base64url")
}

/**
 * The cursor in a token; undefined where there is no token.
 * @throws {ApiError} `InvalidToken` for one of another listing, and for one that is older than a day.
 */
export function cursorOf(listing: Listing, token: string | undefined, now: number): string | undefined {
  if (token === undefined) return undefined
  const [at, check, cursor] = partsOf(token)
  if (typeof at !== "number" || typeof cursor !== "string" || check !== checkOf(listing)) throw invalidToken()
  if (now - at > lifetime) throw invalidToken()
  return cursor
}

export function invalidToken(): ApiError {
  return new ApiError("InvalidToken", "Invalid Token: 'Invalid token'")
}

/** A page's size as it is asked for: 0 and nothing stand for 100. */
export function pageSize(maxResults: number | undefined): number {
  return maxResults === undefined || maxResults === 0 ? 100 : maxResults
}

function partsOf(token: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, "base64url").toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

function checkOf(listing: Listing): string {
  return createHash("sha256").update(JSON.stringify(listing)).digest("base64url").slice(0, 16)
}
