import { createHash, randomUUID } from "node:crypto"
import type { Dirent } from "node:fs"
import { mkdir, open, readdir, readFile, realpath, rename, rmdir, stat, unlink, writeFile } from "node:fs/promises"
import { basename, dirname, join, relative, resolve, sep } from "node:path"

import { type BlobStore, ObjectStoreError, type StoredObject } from "@stepwright/engine"

/** Where {@link files} keeps its buckets. */
export interface FilesOptions {
  /** A folder; each folder in it is a bucket, and each file below that an object by its path. */
  readonly root: string
}

/**
 * An object store in a folder: a bucket is a folder in it, an object's key the path of its file below that. Folders that
 * are left empty by a removal go with it, but for the bucket's own.
 */
export function files({ root }: FilesOptions): BlobStore {
  return {
    async get({ bucket, key, versionId }) {
      const file = await fileOf(root, bucket, key)
      if (versionId !== undefined) {
        const message = `A folder keeps no versions: there is no '${versionId}' of '${key}' in '${bucket}'.`
        throw new ObjectStoreError("NoSuchVersion", message)
      }
      try {
        return await readFile(file)
      } catch (error) {
        throw isMissing(error)
          ? new ObjectStoreError("NoSuchKey", `There is no object '${key}' in '${bucket}'.`)
          : error
      }
    },
    async *list({ bucket, prefix = "" }) {
      const folder = await folderOf(root, bucket)
      const start = await folderOfPrefix(folder, prefix)
      if (start === undefined) return
      const keys = (await below(start))
        .filter((entry) => entry.isFile() && !entry.name.endsWith(unfinished))
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
        .filter((key) => key.startsWith(prefix))
        .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      for (const key of keys) {
        const object = await unlessMissing(described(folder, key))
        if (object !== undefined) yield object
      }
    },
    async put({ bucket, key, body }) {
      const file = await fileOf(root, bucket, key)
      const beside = `${file}.${randomUUID()}${unfinished}`
      await inFolder(dirname(file), () => writeFile(beside, body))
      await rename(beside, file)
    },
    async delete({ bucket, key }) {
      const file = await fileOf(root, bucket, key)
      try {
        await unlink(file)
      } catch (error) {
        if (!isMissing(error)) throw error
      }
      await removeEmpty(dirname(file), await folderOf(root, bucket))
    },
  }
}

/** How the name of a file ends that is being written. */
const unfinished = ".stepwright-part"

/** Writes into a folder, which is made where there is none: again, where a removal took it away in between. */
async function inFolder(folder: string, write: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await mkdir(folder, { recursive: true })
      return await write()
    } catch (error) {
      if (!isMissing(error) || tries === 10) throw error
    }
  }
}

/** Removes a folder and those above it that are empty, up to one that stays. */
async function removeEmpty(folder: string, stays: string): Promise<void> {
  for (let empty = folder; empty.startsWith(stays + sep); empty = dirname(empty)) {
    try {
      await rmdir(empty)
    } catch {
      return
    }
  }
}

/** All that is below a folder, read again where a part of it was removed meanwhile; nothing where it is no folder. */
async function below(folder: string): Promise<readonly Dirent[]> {
  for (let tries = 0; ; tries++) {
    try {
      return await readdir(folder, { recursive: true, withFileTypes: true })
    } catch (error) {
      if (!isMissing(error) || tries === 10) throw error
      if ((await unlessMissing(stat(folder)))?.isDirectory() !== true) return []
    }
  }
}

/** The folder that all keys with this prefix are in; undefined where there is none. */
async function folderOfPrefix(bucket: string, prefix: string): Promise<string | undefined> {
  const path = prefix.slice(0, prefix.lastIndexOf("/") + 1)
  const folder = resolve(bucket, path)
  // Dots and doubled slashes are in no key: a listing of everything has none of that prefix.
  if (path === "" || `${relative(bucket, folder).split(sep).join("/")}/` !== path) return bucket
  // A listing follows no links.
  return (await realpath(folder).catch(() => undefined)) === folder ? folder : undefined
}

async function folderOf(root: string, bucket: string): Promise<string> {
  const folder = resolve(root, bucket)
  const missing = new ObjectStoreError("NoSuchBucket", `There is no bucket '${bucket}'.`)
  if (basename(folder) !== bucket) throw missing
  try {
    return await realpath(folder)
  } catch (error) {
    throw isMissing(error) ? missing : error
  }
}

/** The file of a key, which must not lead out of its bucket, be it by dots or by a link. */
async function fileOf(root: string, bucket: string, key: string): Promise<string> {
  const folder = await folderOf(root, bucket)
  const file = resolve(folder, key)
  const outside = new ObjectStoreError("AccessDenied", `The key '${key}' leads out of '${bucket}'.`)
  if (!file.startsWith(folder + sep)) throw outside
  const nearest = await existing(dirname(file))
  if (nearest !== folder && !nearest.startsWith(folder + sep)) throw outside
  const target = await realpath(file).catch(() => file)
  if (!target.startsWith(folder + sep)) throw outside
  return file
}

/** The real path of the nearest folder that exists. */
async function existing(folder: string): Promise<string> {
  try {
    return await realpath(folder)
  } catch (error) {
    if (!isMissing(error)) throw error
    return await existing(dirname(folder))
  }
}

async function described(folder: string, key: string): Promise<StoredObject> {
  // One handle: what is read of it is the file as it was, even if another takes its place meanwhile.
  await using file = await open(join(folder, key))
  const { mtimeMs, size } = await file.stat()
  const hash = createHash("md5")
  for await (const part of file.createReadStream({ autoClose: false })) hash.update(part as Buffer) // no encoding is set
  return {
    Etag: `"${hash.digest("hex")}"`,
    Key: key,
    LastModified: Math.floor(mtimeMs / 1000),
    Size: size,
    StorageClass: "STANDARD",
  }
}

/** Undefined where there is no such file, or none any more. */
async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR"
}
