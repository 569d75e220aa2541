import { BlobStore } from "@stepwright/engine";
import { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
/** How {@link s3} reaches its buckets: by a client of your own, or by what the SDK makes one of. */
type S3Options = {
  readonly client: S3Client;
} | S3ClientConfig;
/**
 * An object store in S3, by the AWS SDK: credentials, region, endpoint, retries and timeouts are the client's. An object
 * is read and written in one call, so it has at most 5 GB. (AWS: PutObject) Directory buckets list their keys in no
 * order, which the port does not allow. What is removed from a versioned bucket stays there as an older version.
 */
export declare function s3(options?: S3Options): BlobStore;
export type { S3Options };