/**
 * A pseudo-random function: the same seed text and index always give the same 32 bits, and nearby inputs unrelated ones.
 * Not for secrets. (A 32-bit FNV-1a over the text, finished with the murmur3 mixer.)
 */
export function prf(seed: string, index: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ index, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Uniform over [0, 1) with 52 bits. */
export function random(seed: string, index: number): number {
  return (prf(seed, 2 * index) * 2 ** 20 + (prf(seed, 2 * index + 1) >>> 12)) / 2 ** 52
}

/** A version 4 shaped UUID. */
export function uuid(seed: string, index: number): string {
  const words = [0, 1, 2, 3].map((at) => prf(seed, 4 * index + at))
  const hex = words.map((word) => word.toString(16).padStart(8, "0")).join("")
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}
