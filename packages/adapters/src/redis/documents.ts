import type { Documents, StoredDocument } from "@stepwright/engine"

import { DocumentReader } from "./document-reader.ts"
import type { Store } from "./store.ts"
import { fromStored, toStored } from "./text.ts"

/** Documents by their keys, in the first partition. */
export function redisDocuments({ server, keys }: Store): Documents {
  const root = keys.root(0)
  const [texts, index] = [`${root}documents`, `${root}document-keys`]
  const reader = new DocumentReader(server, texts)
  return {
    async get({ key }) {
      const stored = await reader.read(key)
      return stored === null ? undefined : documentOf(key, stored)
    },
    async put({ key, text, expected }) {
      const version = await server.run<number>("document", [root], [key, String(expected), toStored(text)])
      return version === 0 ? undefined : version
    },
    async remove({ key, expected }) {
      return (await server.run<number>("document", [root], [key, String(expected)])) !== 0
    },
    async list({ prefix, after = "", limit }) {
      // A key is printable ASCII: what follows every key of a prefix ends with DEL.
      const from = after >= prefix ? `(${after}` : `[${prefix}`
      return await server.ask(async (client) => {
        const found = await client.zrange(index, from, `(${prefix}\x7f`, "BYLEX", "LIMIT", 0, limit)
        const stored = found.length === 0 ? [] : await client.hmget(texts, ...found)
        return found.flatMap((key, at) => (stored[at] == null ? [] : [documentOf(key, stored[at])]))
      })
    },
  }
}

/** As `document.lua` writes it. */
function documentOf(key: string, stored: string): StoredDocument {
  const comma = stored.indexOf(",")
  return { key, version: Number(stored.slice(0, comma)), text: fromStored(stored.slice(comma + 1)) }
}
