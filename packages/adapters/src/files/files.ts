import { createHash, randomUUID } from "node:crypto"
import { mkdir, open, readdir, readFile, realpath, rename, writeFile } from "node:fs/promises"
import { basename, dirname, join, relative, resolve, sep } from "node:path"

import { type ObjectStore, ObjectStoreError, type StoredObject } from "@stepwright/engine"

/** Where {@link files} keeps its buckets. */
export interface FilesOptions {
  /** A folder; each folder in it is a bucket, and each file below that an object by its path. */
  readonly root: string
}

/** An object store in a folder: a bucket is a folder in it, an object's key the path of its file below that. */
export function files({ root }: FilesOptions): ObjectStore {
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
      const found = await readdir(folder, { recursive: true, withFileTypes: true })
      const keys = found
        .filter((entry) => entry.isFile() && !entry.name.endsWith(unfinished))
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
        .filter((key) => key.startsWith(prefix))
        .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      for (const key of keys) yield await described(folder, key)
    },
    async put({ bucket, key, body }) {
      const file = await fileOf(root, bucket, key)
      await mkdir(dirname(file), { recursive: true })
      const beside = `${file}.${randomUUID()}${unfinished}`
      await writeFile(beside, body)
      await rename(beside, file)
    },
  }
}

/** How the name of a file ends that is being written. */
const unfinished = ".stepwright-part"

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

function isMissing(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR"
}
