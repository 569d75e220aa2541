import { hash } from "node:crypto"

/**
 * Ids for an execution's trace and for its own span, of 32 and 16 hexadecimal digits. All who know the seed derive the
 * same; one cannot get from them to the seed, of which tokens are made.
 */
export function traceIdentity(seed: string): { readonly trace: string; readonly span: string } {
  const digits = hash("sha256", `trace/${seed}`, "hex")
  return { trace: digits.slice(0, 32), span: digits.slice(32, 48) }
}
