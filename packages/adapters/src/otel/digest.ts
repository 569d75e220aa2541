const [k1, k2, k3, k4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93]
/** The codes of digits. */
const hex = Buffer.from("0123456789abcdef")
/** Where digits are written before a text is made of them: one that is put together of parts costs a fifth more. */
const written = Buffer.alloc(32)

/**
 * Digits that stand for a text and a number: the same in every process, evenly spread, and different for what differs.
 * They are no secret and guard none: whoever picks a text for it finds two of the same digits. (Four lanes of 32 bits,
 * each multiplied by a constant of MurmurHash3's, and mixed by its finalizer; a cryptographic hash costs five times more.)
 * @param number - A whole number of at most 53 bits.
 * @param length - How many hexadecimal digits: 16 or 32. The first 16 are the same either way.
 */
export function digest(text: string, number: number, length: 16 | 32): string {
  let a = text.length ^ number
  let b = (number / 0x1_0000_0000) | 0
  let [c, d] = [0x3c6ef372, 0x5a827999]
  for (let index = 0; index < text.length; index += 2) {
    // Two at a time; past the end there is none, which counts as 0.
    const code = text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16)
    a = b ^ Math.imul(a ^ code, k1)
    b = c ^ Math.imul(b ^ code, k2)
    c = d ^ Math.imul(c ^ code, k3)
    d = a ^ Math.imul(d ^ code, k4)
  }
  a = mixed(a ^ mixed(d))
  b = mixed(b ^ a)
  c = mixed(c ^ b)
  d = mixed(d ^ c)
  a ^= d
  write(a, 0)
  write(b, 8)
  if (length === 32) {
    write(c, 16)
    write(d, 24)
  }
  // All zeros would be no id. (W3C Trace Context)
  if ((a | b) === 0) written[0] = hex[1] as number // there are sixteen
  return written.toString("latin1", 0, length)
}

/** Every bit of it depends on every bit that was given. (MurmurHash3, fmix32) */
function mixed(lane: number): number {
  let h = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function write(lane: number, at: number): void {
  for (let digit = 0; digit < 8; digit++) written[at + digit] = hex[(lane >>> (28 - 4 * digit)) & 15] as number // likewise
}
