import { ObjectStore } from "@stepwright/engine";
/** Where {@link files} keeps its buckets. */
interface FilesOptions {
  /** A folder; each folder in it is a bucket, and each file below that an object by its path. */
  readonly root: string;
}
/** An object store in a folder: a bucket is a folder in it, an object's key the path of its file below that. */
export declare function files({ root }: FilesOptions): ObjectStore;
export type { FilesOptions };