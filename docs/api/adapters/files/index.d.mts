import { BlobStore } from "@stepwright/engine";
/** Where {@link files} keeps its buckets. */
interface FilesOptions {
  /** A folder; each folder in it is a bucket, and each file below that an object by its path. */
  readonly root: string;
}
/**
 * An object store in a folder: a bucket is a folder in it, an object's key the path of its file below that. Folders that
 * are left empty by a removal go with it, but for the bucket's own.
 */
export declare function files({ root }: FilesOptions): BlobStore;
export type { FilesOptions };