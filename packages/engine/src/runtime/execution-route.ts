import { hash } from "node:crypto"

/** Characters of a route. */
const routeLength = 14
const dash = 45

/**
 * An execution's route: the first 84 bits of its id's SHA-256, as 14 characters of base64url. Its tokens begin with
 * it, and its dead letters' ids with the same bits in hexadecimal, so that a partitioned store finds by each of them
 * the partition that holds the execution. It never begins with `-`, which the AWS CLI takes for an option where a token
 * stands apart from its `--task-token`.
 */
export function executionRoute(id: string): string {
  const route = hash("sha256", id, "base64url").slice(0, routeLength)
  return route.charCodeAt(0) === dash ? `A${route.slice(1)}` : route
}

/** What the ids of an execution's dead letters begin with: the first 32 bits of its route, as 8 hexadecimal digits. */
export function deadLetterRoute(id: string): string {
  return Buffer.from(executionRoute(id), "base64url").toString("hex").slice(0, 8)
}
