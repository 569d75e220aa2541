import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"

import { freePort } from "./free-port.ts"
import { localRedis } from "./local-redis.ts"
import { temporaryFolder } from "./temporary-folder.ts"

/** A server that is spoken to over TLS. */
export interface TlsRedis extends AsyncDisposable {
  /** `rediss://127.0.0.1:…` */
  readonly url: string
  readonly port: number
  /** Who vouches for it: PEM, as text and as a file. Nobody else does. */
  readonly ca: string
  readonly caFile: string
}

/**
 * Starts a Redis with a certificate made for it, as a process of this machine: a container's folders belong to others.
 * @throws {Error} where there is no `openssl`
 */
export async function startTlsRedis(): Promise<TlsRedis> {
  const folder = temporaryFolder()
  const [caFile, certFile, keyFile] = await certificateIn(folder.path)
  const port = await freePort()
  const tls = ["--tls-port", `${port}`, "--tls-auth-clients", "no", "--tls-ca-cert-file", caFile]
  const server = await localRedis({ args: [...tls, "--tls-cert-file", certFile, "--tls-key-file", keyFile] })
  const url = `rediss://127.0.0.1:${port}`
  const ca = readFileSync(caFile, "utf8")
  return {
    url,
    port,
    ca,
    caFile,
    async [Symbol.asyncDispose]() {
      await server.stop()
      folder.remove()
    },
  }
}

const run = promisify(execFile)

/** A new key and a certificate for it, for two days. */
const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(" ")

/** An authority, and a certificate by it for 127.0.0.1. Files in PEM. */
async function certificateIn(dir: string): Promise<readonly [ca: string, cert: string, key: string]> {
  const [ca, caKey, cert, key] = ["ca.crt", "ca.key", "redis.crt", "redis.key"].map((name) => join(dir, name)) as [
    string,
    string,
    string,
    string,
  ]
  const make = (subject: string, file: string, keyFile: string, ...more: readonly string[]) =>
    run("openssl", [...request, "-subj", `/CN=${subject}`, "-out", file, "-keyout", keyFile, ...more])
  try {
    await make("tests", ca, caKey)
    await make("127.0.0.1", cert, key, "-CA", ca, "-CAkey", caKey, "-addext", "subjectAltName=IP:127.0.0.1")
  } catch (cause) {
    throw new Error("Certificates for the tests are made by openssl 3: apt-get install openssl.", { cause })
  }
  return [ca, cert, key]
}
