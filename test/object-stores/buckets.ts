import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { files } from "@stepwright/adapters/files"
import type { BlobStore } from "@stepwright/engine"
import type { MadeObjectStore } from "@stepwright/engine/testing"

/** A folder with an empty bucket. */
export function folderOfBuckets(): Required<MadeObjectStore> & { readonly root: string; readonly store: BlobStore } {
  const root = mkdtempSync(join(tmpdir(), "stepwright-buckets-"))
  mkdirSync(join(root, "bucket"))
  return { root, store: files({ root }), bucket: "bucket", close: async () => rmSync(root, { recursive: true }) }
}
