import { createHash, randomBytes } from "node:crypto"
import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { buffer } from "node:stream/consumers"
import { crc32 } from "node:zlib"

/** A small S3 on loopback, which keeps its objects in memory and every version of them. */
export interface S3Server {
  readonly endpoint: string
  /** Method and address of each request, in order. */
  readonly requests: readonly string[]
  makeBucket(bucket: string): void
  /** Moves an object where it must be restored from before it can be read. */
  archive(bucket: string, key: string): void
  /** The ids of an object's versions, the oldest first. */
  versionsOf(bucket: string, key: string): readonly string[]
  /** How the next requests go wrong: S3 has too much to do, or the connection breaks in the middle of an object. */
  spoil(how: "busy" | "cut", times: number): void
  close(): Promise<void>
}

/** Whom the server knows by the id of their access key: who may do all, and who may do nothing. */
export const accessKeys = { owner: "owner", guest: "guest" } as const

interface Version {
  readonly id: string
  readonly body: Buffer
  readonly modified: Date
  readonly storageClass: "STANDARD" | "GLACIER"
}

type Bucket = Map<string, Version[]>

/** What S3 refuses with: its status, its code, and what its XML tells beside. (AWS: ErrorResponses) */
class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly more: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, more: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.more = more
  }
}

export async function startS3(): Promise<S3Server> {
  const buckets = new Map<string, Bucket>()
  const requests: string[] = []
  const spoiled: ("busy" | "cut")[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`)
    serve(buckets, spoiled.shift(), request, response).catch((error: unknown) => {
      if (!(error instanceof Refusal)) response.destroy()
      else {
        const { status, code, message, more } = error
        const told = { Code: code, Message: message, ...more, RequestId: "1" }
        const elements = Object.entries(told).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
        answerXml(response, status, `<Error>${elements.join("")}</Error>`)
      }
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    makeBucket: (bucket) => void buckets.set(bucket, new Map()),
    archive(bucket, key) {
      const versions = buckets.get(bucket)?.get(key) ?? []
      versions.push(...versions.splice(-1).map((version) => ({ ...version, storageClass: "GLACIER" as const })))
    },
    versionsOf: (bucket, key) => (buckets.get(bucket)?.get(key) ?? []).map(({ id }) => id),
    spoil: (how, times) => void spoiled.push(...Array.from({ length: times }, () => how)),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}

async function serve(
  buckets: ReadonlyMap<string, Bucket>,
  spoiled: "busy" | "cut" | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await buffer(request)
  if (spoiled === "busy") throw new Refusal(503, "SlowDown", "Please reduce your request rate.")
  admit(request)
  // Not by URL, which takes dots in a path for folders.
  const [path = "", search] = (request.url ?? "").split("?", 2)
  const [, name = "", rest = ""] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? []
  const [bucket, key, query] = [buckets.get(name), decodeURIComponent(rest), new URLSearchParams(search)]
  if (bucket === undefined) {
    throw new Refusal(404, "NoSuchBucket", "The specified bucket does not exist", { BucketName: name })
  }
  if (request.method === "PUT" && key !== "") return put(bucket, key, body, request, response)
  if (request.method === "DELETE" && key !== "") {
    bucket.delete(key)
    response.writeHead(204).end()
    return
  }
  if (request.method === "GET" && key !== "") return get(bucket, key, query, spoiled, request, response)
  if (request.method === "GET" && query.get("list-type") === "2") return list(name, bucket, query, response)
  throw new Refusal(501, "NotImplemented", "A header you provided implies functionality that is not implemented")
}

function admit({ headers }: IncomingMessage): void {
  const [, id] = /Credential=([^/]+)\//.exec(headers.authorization ?? "") ?? []
  if (id === accessKeys.owner) return
  if (id === accessKeys.guest) throw new Refusal(403, "AccessDenied", "Access Denied")
  const unknown = "The AWS Access Key Id you provided does not exist in our records."
  throw new Refusal(403, "InvalidAccessKeyId", unknown)
}

function put(bucket: Bucket, key: string, body: Buffer, { headers }: IncomingMessage, response: ServerResponse): void {
  const expected = headers["x-amz-checksum-crc32"]
  if (expected !== undefined && expected !== checksum(body)) {
    throw new Refusal(400, "BadDigest", "The CRC32 you specified did not match the calculated checksum.")
  }
  const version: Version = {
    id: randomBytes(16).toString("hex"),
    body,
    modified: new Date(),
    storageClass: "STANDARD",
  }
  bucket.set(key, [...(bucket.get(key) ?? []), version])
  response.writeHead(200, { etag: etagOf(version), "x-amz-version-id": version.id }).end()
}

function get(
  bucket: Bucket,
  key: string,
  query: URLSearchParams,
  spoiled: "cut" | undefined,
  { headers }: IncomingMessage,
  response: ServerResponse,
): void {
  const version = versionOf(bucket, key, query.get("versionId"))
  if (version.storageClass === "GLACIER") {
    const message = "The operation is not valid for the object's storage class"
    throw new Refusal(403, "InvalidObjectState", message, { StorageClass: "GLACIER" })
  }
  const { id, body, modified } = version
  response.writeHead(200, {
    etag: etagOf(version),
    "content-length": body.length,
    "content-type": "binary/octet-stream",
    "last-modified": modified.toUTCString(),
    "x-amz-version-id": id,
    ...(headers["x-amz-checksum-mode"] === "ENABLED" ? { "x-amz-checksum-crc32": checksum(body) } : {}),
  })
  if (spoiled === undefined) response.end(body)
  else response.write(body.subarray(0, body.length / 2), () => response.destroy())
}

function versionOf(bucket: Bucket, key: string, id: string | null): Version {
  const versions = bucket.get(key) ?? []
  const newest = versions.at(-1)
  if (id !== null) {
    const asked = { ArgumentName: "versionId", ArgumentValue: id }
    if (!/^[\da-f]{32}$/.test(id)) throw new Refusal(400, "InvalidArgument", "Invalid version id specified", asked)
    const version = versions.find((each) => each.id === id)
    if (version !== undefined) return version
    throw new Refusal(404, "NoSuchVersion", "The specified version does not exist.", { Key: key, VersionId: id })
  }
  if (newest !== undefined) return newest
  throw new Refusal(404, "NoSuchKey", "The specified key does not exist.", { Key: key })
}

/** ListObjectsV2 without delimiters: at most 1,000 keys an answer. */
function list(name: string, bucket: Bucket, query: URLSearchParams, response: ServerResponse): void {
  const prefix = query.get("prefix") ?? ""
  const most = Math.min(1000, Number(query.get("max-keys") ?? 1000))
  const after = Buffer.from(query.get("continuation-token") ?? "", "base64url")
  const keys = [...bucket.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => Buffer.from(key))
    .filter((key) => Buffer.compare(key, after) > 0)
    .toSorted((a, b) => Buffer.compare(a, b))
  const page = keys.slice(0, most)
  const last = page.length < keys.length ? page.at(-1) : undefined
  const shown = query.get("encoding-type") === "url" ? asAddress : escaped
  const contents = page.map((bytes) => {
    const key = bytes.toString()
    const version = bucket.get(key)?.at(-1) as Version // it was just listed
    return `<Contents><Key>${shown(key)}</Key><LastModified>${version.modified.toISOString()}</LastModified><ETag>${escaped(etagOf(version))}</ETag><Size>${version.body.length}</Size><StorageClass>${version.storageClass}</StorageClass></Contents>`
  })
  const next = last === undefined ? "" : `<NextContinuationToken>${last.toString("base64url")}</NextContinuationToken>`
  const encoding = query.has("encoding-type") ? "<EncodingType>url</EncodingType>" : ""
  const head = `<Name>${name}</Name><Prefix>${shown(prefix)}</Prefix><MaxKeys>${most}</MaxKeys><KeyCount>${page.length}</KeyCount><IsTruncated>${last !== undefined}</IsTruncated>`
  answerXml(response, 200, `<ListBucketResult>${head}${encoding}${next}${contents.join("")}</ListBucketResult>`)
}

function answerXml(response: ServerResponse, status: number, xml: string): void {
  response
    .writeHead(status, { "content-type": "application/xml" })
    .end(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`)
}

/** As S3 encodes keys where `encoding-type=url` asks for it. (AWS: ListObjectsV2) */
function asAddress(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%2F", "/")
    .replaceAll("%20", "+")
    .replace(/[!'()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
}

function etagOf({ body }: Version): string {
  return `"${createHash("md5").update(body).digest("hex")}"`
}

function checksum(body: Buffer): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(body))
  return bytes.toString("base64")
}
