import type { SignedRequest } from "../sigv4/canonical-request.ts"
import type { Asked } from "./gate.ts"

/** A request of the Fetch API as what a signature is about. */
export function signedRequest({ method, url, headers, body }: Asked): SignedRequest {
  // Not `URL`, which would escape what was signed unescaped.
  const target = url.replace(/^[a-z]+:\/\/[^/?#]*/i, "")
  return {
    method,
    target: target.startsWith("/") ? target : `/${target}`,
    header: (name) => headers.get(name) ?? undefined,
    headerNames: () => headers.keys(),
    body,
  }
}
