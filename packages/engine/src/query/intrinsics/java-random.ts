const multiplier = 0x5deece66dn
const mask = (1n << 48n) - 1n

/** What `new java.util.Random(seed).nextDouble()` answers: AWS's seeded random numbers are Java's. 42 gives 0.7275636800328681. */
export function seededRandom(seed: number): number {
  let state = (BigInt(Math.trunc(seed)) ^ multiplier) & mask
  const next = (bits: bigint): bigint => {
    state = (state * multiplier + 0xbn) & mask
    return state >> (48n - bits)
  }
  const high = next(26n)
  return Number((high << 27n) + next(27n)) / 2 ** 53
}
