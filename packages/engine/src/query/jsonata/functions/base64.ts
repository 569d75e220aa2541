const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/** The Base64 text of the low bytes of a text's UTF-16 units, which is what the library encodes. */
export function encodeBase64(text: string): string {
  const bytes: string[] = []
  for (let at = 0; at < text.length; at++) bytes.push(String.fromCharCode(text.charCodeAt(at) & 0xff))
  return btoa(bytes.join(""))
}

/**
 * The bytes of a Base64 text, one character each. Never fails: what is not of the alphabet is skipped, `=` ends it.
 * Of a character beyond U+00FF the low byte counts, as in the library on Node.
 */
export function decodeBase64(text: string): string {
  const bytes: string[] = []
  let bits = 0
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const char = String.fromCharCode(text.charCodeAt(at) & 0xff)
    if (char === "=") break
    const value = alphabet.indexOf(char === "-" ? "+" : char === "_" ? "/" : char)
    if (value < 0) continue
    bits = ((bits << 6) | value) & 0xffff
    count += 6
    if (count < 8) continue
    count -= 8
    bytes.push(String.fromCharCode((bits >> count) & 0xff))
  }
  return bytes.join("")
}
