import { hash } from "node:crypto"

/** What a signature is about. */
export interface SignedRequest {
  /** `POST` */
  readonly method: string
  /** Path and query as they were sent: `/executions?limit=3`. */
  readonly target: string
  /** By names in lower case. Several of one name are joined by a comma. */
  header(name: string): string | undefined
  /** Names in lower case. */
  headerNames(): Iterable<string>
  /** As it was sent, before anything read it. */
  readonly body: Uint8Array
}

/**
 * The text whose digest is signed (AWS: "Create a canonical request"). The digest of the body is always taken from the
 * body: what `X-Amz-Content-Sha256` says is covered by the signature as a header, and believed by nobody.
 */
export function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const { path, query } = parted(request.target)
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(request.header(name) ?? "")}\n`)
  return [
    request.method,
    canonicalPath(path),
    canonicalQuery(query),
    headers.join(""),
    signedHeaders.join(";"),
    hash("sha256", request.body, "hex"),
  ].join("\n")
}

function parted(target: string): { readonly path: string; readonly query: string } {
  const at = target.indexOf("?")
  return at < 0 ? { path: target, query: "" } : { path: target.slice(0, at), query: target.slice(at + 1) }
}

/** Spaces in a row count as one, but for those around it, which do not count. */
function canonicalValue(value: string): string {
  return value.trim().replace(/ +/g, " ")
}

/** Normalised, and its segments escaped once more than they were sent, as every service but S3 has it. */
function canonicalPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop()
    else if (segment !== "" && segment !== ".") segments.push(escaped(segment))
  }
  const trailing = segments.length > 0 && path.endsWith("/") ? "/" : ""
  return `/${segments.join("/")}${trailing}`
}

/** Pairs sorted by their escaped name, then by their escaped value. */
function canonicalQuery(query: string): string {
  if (query === "") return ""
  const pairs = query.split("&").map((pair) => {
    const at = pair.indexOf("=")
    const [name, value] = at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)]
    return [escaped(unescaped(name)), escaped(unescaped(value))] as const
  })
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  return pairs
    .toSorted(([a, v], [b, w]) => order(a, b) || order(v, w))
    .map(([name, value]) => `${name}=${value}`)
    .join("&")
}

/** What is not UTF-8 stands for itself: such a request was signed by nobody. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** RFC 3986: all but `A-Z a-z 0-9 - . _ ~`. */
function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
