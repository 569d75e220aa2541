/**
 * Where a distributed Map's ItemReader reads and its ResultWriter writes: buckets of objects, as in S3. Failures reject
 * with an {@link ObjectStoreError}; anything else counts as a fault of the store.
 */
export interface ObjectStore {
  /** An object's bytes; those of a version of it, where one is asked for. `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`. */
  get(request: { readonly bucket: string; readonly key: string; readonly versionId?: string }): Promise<Uint8Array>
  /** Objects whose keys begin with a prefix, by their keys' bytes of UTF-8. `NoSuchBucket`. */
  list(request: { readonly bucket: string; readonly prefix?: string }): AsyncIterable<StoredObject>
  /** Writes an object, whole or not at all, in place of any other of its key. `NoSuchBucket`. */
  put(request: { readonly bucket: string; readonly key: string; readonly body: Uint8Array }): Promise<void>
}

/** An object store whose objects can be removed again: where large payloads can be kept. */
export interface BlobStore extends ObjectStore {
  /** Removes an object; one that is not there is no error. `NoSuchBucket`. */
  delete(request: { readonly bucket: string; readonly key: string }): Promise<void>
}

/** What a listing says of an object. Names and units are those of S3's ListObjectsV2 as Step Functions shows it. */
export interface StoredObject {
  readonly Etag: string
  readonly Key: string
  /** Seconds since 1970. */
  readonly LastModified: number
  /** Bytes. */
  readonly Size: number
  readonly StorageClass: string
}

/** Why a store did not do what it was asked for. */
export class ObjectStoreError extends Error {
  override readonly name: string

  /** @param code - S3's name of it: `NoSuchKey`, `NoSuchVersion`, `NoSuchBucket`, `AccessDenied`. */
  constructor(code: "NoSuchKey" | "NoSuchVersion" | "NoSuchBucket" | "AccessDenied", message: string) {
    super(message)
    this.name = `S3.${code}Exception`
  }
}
