import { hash } from "node:crypto"

/** Characters of a route. */
const routeLength = 14

/**
 * An execution's route: the first 84 bits of its id's SHA-256, as 14 characters of base64url. Its tokens begin with
 * it, and its dead letters' ids with the same bits in hexadecimal, so that a partitioned store finds by each of them
 * the partition that holds the execution.
 */
export function executionRoute(id: string): string {
  return hash("sha256", id, "base64url").slice(0, routeLength)
}

/** What the ids of an execution's dead letters begin with: the first 32 bits of its route, as 8 hexadecimal digits. */
export function deadLetterRoute(id: string): string {
  return hash("sha256", id, "hex").slice(0, 8)
}
