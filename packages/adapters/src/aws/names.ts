import { createHash } from "node:crypto"

/** The names that AWS bounds, with the prefix before them. (AWS: Lambda and Step Functions quotas) */
export const longest = { function: 64, stateMachine: 80 } as const

/** What stands before a name. */
export const prefixPattern = "^[A-Za-z][A-Za-z0-9-]*$"

/**
 * A name as a part of logical ids: `ChargeCard` of `charge-card`. Different names give different parts, whatever else there
 * is: an id that changed would replace what it stands for. So a name that is not plain words gets a digest of itself.
 */
export function idPart(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "")
  const id = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")
  const plain = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name)
  return plain ? id : `${/^[A-Za-z]/.test(id) ? id : `X${id}`}${digest(name, 6)}`
}

/** The beginning of a text's SHA-256, in hexadecimal. */
export function digest(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length)
}
