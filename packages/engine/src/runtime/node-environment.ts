import { hash } from "node:crypto"

import type { HashAlgorithm, QueryEnvironment } from "../query/environment.ts"

const names: Readonly<Record<HashAlgorithm, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
}

/** What expressions need of the platform, from Node. */
export const nodeEnvironment: QueryEnvironment = { hash: (algorithm, text) => hash(names[algorithm], text, "hex") }
