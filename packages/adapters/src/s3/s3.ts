import {
  DeleteObjectCommand,
  GetObjectCommand,
  type ListObjectsV2CommandOutput,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3"
import type { BlobStore, StoredObject } from "@stepwright/engine"

import { s3Failure, type S3Place } from "./s3-failure.ts"

/** How {@link s3} reaches its buckets: by a client of your own, or by what the SDK makes one of. */
export type S3Options = { readonly client: S3Client } | S3ClientConfig

/**
 * An object store in S3, by the AWS SDK: credentials, region, endpoint, retries and timeouts are the client's. An object
 * is read and written in one call, so it has at most 5 GB. (AWS: PutObject) Directory buckets list their keys in no
 * order, which the port does not allow. What is removed from a versioned bucket stays there as an older version.
 */
export function s3(options: S3Options = {}): BlobStore {
  const client = "client" in options ? options.client : new S3Client(options)
  return {
    async get({ bucket, key, versionId }) {
      const version = versionId === undefined ? {} : { VersionId: versionId }
      return await asked({ bucket, key, versionId, verb: "read" }, async () => {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...version }))
        return Body === undefined ? new Uint8Array() : await Body.transformToByteArray()
      })
    },
    async *list({ bucket, prefix }) {
      let token: string | undefined
      do {
        const page = await asked({ bucket, verb: "list" }, async () => await pageOf(client, bucket, prefix, token))
        yield* objectsOf(page)
        token = page.IsTruncated === true ? page.NextContinuationToken : undefined
      } while (token !== undefined)
    },
    async put({ bucket, key, body }) {
      await asked({ bucket, key, verb: "write" }, async () => {
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))
      })
    },
    async delete({ bucket, key }) {
      await asked({ bucket, key, verb: "remove" }, async () => {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
      })
    },
  }
}

async function asked<T>(place: S3Place, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw s3Failure(error, place)
  }
}

async function pageOf(
  client: S3Client,
  Bucket: string,
  prefix: string | undefined,
  token: string | undefined,
): Promise<ListObjectsV2CommandOutput> {
  const from = token === undefined ? {} : { ContinuationToken: token }
  const below = prefix === undefined || prefix === "" ? {} : { Prefix: prefix }
  // Keys may hold what XML cannot.
  return await client.send(new ListObjectsV2Command({ Bucket, EncodingType: "url", ...below, ...from }))
}

function objectsOf({ Contents = [], EncodingType }: ListObjectsV2CommandOutput): readonly StoredObject[] {
  return Contents.map(({ ETag = "", Key = "", LastModified, Size = 0, StorageClass = "STANDARD" }) => ({
    Etag: ETag,
    Key: EncodingType === "url" ? decodeURIComponent(Key.replaceAll("+", " ")) : Key,
    LastModified: Math.floor((LastModified?.getTime() ?? 0) / 1000),
    Size,
    StorageClass,
  }))
}
