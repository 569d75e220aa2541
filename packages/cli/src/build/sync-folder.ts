import { createHash } from "node:crypto"
import { readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs"
import { dirname, join, sep } from "node:path"

import { writeIfChanged } from "./write-if-changed.ts"

/** Says what a build wrote into a folder: each file's SHA-256. By it the next build knows what is its own. */
const recordName = ".stepwright-build.json"

interface BuildRecord {
  readonly version: 1
  readonly files: Readonly<Record<string, string>>
}

/** What became of a folder. */
export interface Synced {
  /** By path: whether it was written. */
  readonly changed: ReadonlyMap<string, boolean>
  /** Files of an earlier build that are not of this one. */
  readonly removed: readonly string[]
  /** Such files, but somebody changed them since: they stay. */
  readonly kept: readonly string[]
}

/**
 * Makes a folder hold these files, by their paths in it. Those that hold the same bytes are left alone; those that an earlier
 * build wrote, that are as it wrote them, and that are not of this one are removed. No other file is touched.
 */
export function syncFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): Synced {
  const old = recordIn(folder)
  const stale = Object.entries(old.files).filter(([path]) => !files.has(path) && isInside(path))
  const changed = new Map([...files].map(([path, content]) => [path, writeIfChanged(join(folder, path), content)]))
  const [removed, kept]: [string[], string[]] = [[], []]
  for (const [path, digest] of stale) {
    const content = read(join(folder, path))
    if (content === undefined) continue
    if (digestOf(content) === digest) {
      rmSync(join(folder, path))
      removeEmpty(dirname(join(folder, path)), folder)
      removed.push(path)
    } else kept.push(path)
  }
  const record: BuildRecord = {
    version: 1,
    files: Object.fromEntries([...files].map(([path, content]) => [path, digestOf(content)])),
  }
  writeIfChanged(join(folder, recordName), `${JSON.stringify(record, null, 2)}\n`)
  return { changed, removed: removed.toSorted(), kept: kept.toSorted() }
}

/** Nothing where there is none, or one that is not ours. */
function recordIn(folder: string): BuildRecord {
  const none: BuildRecord = { version: 1, files: {} }
  try {
    const found = JSON.parse(read(join(folder, recordName))?.toString("utf8") ?? "null") as BuildRecord | null // or any JSON
    return found?.version === 1 && typeof found.files === "object" ? found : none
  } catch {
    return none
  }
}

/** A record that somebody wrote must not reach out of its folder. */
function isInside(path: string): boolean {
  return !path.split(/[\\/]/).includes("..")
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

function digestOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex")
}

function removeEmpty(path: string, top: string): void {
  if (path === top || !path.startsWith(top + sep) || readdirSync(path).length > 0) return
  rmdirSync(path)
  removeEmpty(dirname(path), top)
}
