import { createHash, createHmac } from "node:crypto"

import type { SFNClient } from "@aws-sdk/client-sfn"
import { gate, httpApi, type HttpServer, keyRing, policies, serveHttp, stepFunctions } from "@stepwright/adapters/http"
import { memory } from "@stepwright/adapters/memory"
import { sfnClient } from "@stepwright/adapters/sfn-client"
import { createClient, createWorker, type Logger, silentLogger } from "@stepwright/engine"

const region = "us-east-1"
export const account = "123456789012"
export const home = `arn:aws:states:${region}:${account}`
/** Of what calls nothing. */
export const roleArn = `arn:aws:iam::${account}:role/none`

/** A server with all faces, its worker, and what they log. */
export interface Lab extends AsyncDisposable {
  readonly url: string
  /** AWS's client with this key. */
  client(id: string, secret: string): SFNClient
  /** What was logged, as text. */
  readonly log: string[]
  /** Tells waits and streams that the server is to end. */
  readonly closing: AbortController
  readonly server: HttpServer
}

/** Who may ask a {@link lab}: documents, as the command reads them from files. */
export interface LabOptions {
  readonly keys?: unknown
  readonly policy?: unknown
  /** Milliseconds since 1970, for signatures. */
  readonly now?: () => number
}

/** Makes one in memory; open to everybody where no keys are given. */
export async function lab({ keys, policy, now }: LabOptions = {}): Promise<Lab> {
  const backend = memory()
  const log: string[] = []
  const logger: Logger = {
    ...silentLogger,
    error: (message, facts) => log.push(`${message} ${String(facts?.["error"])}`),
  }
  const worker = createWorker({ backend, workflows: [], storedPlans: "all", logger })
  await worker.start()
  const closing = new AbortController()
  const app = httpApi({
    service: stepFunctions({ backend, region, account }),
    client: createClient({ backend, workflows: [] }),
    health: () => Promise.resolve({ ...worker.health() }),
    closing: closing.signal,
    logger,
    ...(keys === undefined
      ? {}
      : {
          gate: gate({
            keys: keyRing(keys, {}),
            ...(policy === undefined ? {} : { policies: policies(policy) }),
            region,
            account,
            ...(now === undefined ? {} : { now }),
          }),
        }),
  })
  const server = await serveHttp(app, { port: 0 })
  const clients: SFNClient[] = []
  return {
    url: server.url,
    log,
    closing,
    server,
    client(accessKeyId, secretAccessKey) {
      const client = sfnClient({
        endpoint: server.url,
        region,
        credentials: { accessKeyId, secretAccessKey },
        maxAttempts: 1,
      })
      clients.push(client)
      return client
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      for (const client of clients) client.destroy()
      await server.close({ graceMs: 0 })
      await worker.close({ drain: false })
      await backend.close()
    },
  }
}

/** node:crypto in the form that AWS's signer takes. */
export class Sha256 {
  readonly #hash
  constructor(key?: unknown) {
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", key as Buffer) // the signer's own
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
}
