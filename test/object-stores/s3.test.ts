import { s3 } from "@stepwright/adapters/s3"
import { objectStoreContract } from "@stepwright/engine/testing"
import { afterAll } from "vitest"

import { accessKeys, startS3 } from "./s3-server.ts"

const server = await startS3()
afterAll(() => server.close())

/** A client's options, for whom the server knows by this id. */
const optionsFor = (accessKeyId: string) => ({
  endpoint: server.endpoint,
  forcePathStyle: true,
  region: "eu-central-1",
  credentials: { accessKeyId, secretAccessKey: "secret" },
})

let buckets = 0
const made = () => {
  const bucket = `bucket-${++buckets}`
  server.makeBucket(bucket)
  return { store: s3(optionsFor(accessKeys.owner)), bucket }
}

await objectStoreContract({ make: made })
