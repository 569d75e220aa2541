import { incomplete, missingToken, type SignatureFault } from "./fault.ts"

/** An `Authorization` header of Signature Version 4, taken apart. */
export interface Authorization {
  /** `AWS4-HMAC-SHA256`, or whatever stands there. */
  readonly algorithm: string
  /** `keyid/date/region/service/term`, unread. */
  readonly credential: string
  /** Lower case, in the order in which they were signed. */
  readonly signedHeaders: readonly string[]
  /** 64 hexadecimal digits, or whatever stands there. */
  readonly signature: string
}

/**
 * Reads `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
 * @param hasDate - whether the request has a date header: what misses is told together, as AWS does.
 */
export function readAuthorization(header: string | undefined, hasDate: boolean): Authorization | SignatureFault {
  const text = header?.trim() ?? ""
  if (!text.startsWith("AWS4-")) return missingToken
  const [algorithm = "", ...rest] = text.split(/[\s,]+/)
  const parts = new Map<string, string>()
  for (const part of rest.filter((part) => part !== "")) {
    const at = part.indexOf("=")
    if (at < 0) {
      return incomplete(
        `'${part}' not a valid key=value pair (missing equal-sign) in Authorization header: '${shown(text)}'.`,
      )
    }
    parts.set(part.slice(0, at), part.slice(at + 1))
  }
  const missing = ["Credential", "Signature", "SignedHeaders"]
    .filter((name) => (parts.get(name) ?? "") === "")
    .map((name) => `Authorization header requires '${name}' parameter. `)
  if (!hasDate) missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ")
  if (missing.length > 0) return incomplete(`${missing.join("")}Authorization=${shown(text)}`)
  return {
    algorithm,
    credential: parts.get("Credential") ?? "",
    signedHeaders: (parts.get("SignedHeaders") ?? "").toLowerCase().split(";"),
    signature: parts.get("Signature") ?? "",
  }
}

/** Headers are long where somebody wants them to be. */
function shown(text: string): string {
  return text.slice(0, 1000)
}
