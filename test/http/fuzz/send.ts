import { request as httpRequest } from "node:http"
import { connect } from "node:net"

import { SignatureV4 } from "@smithy/signature-v4"

import { Sha256 } from "../lab.ts"
import { accessKeyId, region, secretAccessKey, token } from "./keys.ts"
import type { Fuzzed } from "./requests.ts"

/** What came back. */
export interface Answer {
  readonly status: number
  /** As far as it came before the caller had enough. */
  readonly body: string
}

/** Milliseconds after which no answer is a hang. */
const patienceMs = 20_000

const signer = new SignatureV4({
  service: "states",
  region,
  credentials: { accessKeyId, secretAccessKey },
  sha256: Sha256,
})

/**
 * Sends a request and takes the answer; of a stream, or of a poll, only that it began or went on for a while.
 * @throws {Error} where there was no answer in time, or the connection broke.
 */
export async function send(url: URL, fuzzed: Fuzzed): Promise<Answer | "left"> {
  const headers = await authorized(url, fuzzed)
  const polls = /GetActivityTask|StartSyncExecution/.test(headers["x-amz-target"] ?? "")
  const streams = /event-stream/.test(headers["accept"] ?? "")
  return await new Promise((resolve, reject) => {
    const { method, target: path, body } = fuzzed
    const request = httpRequest({ host: url.hostname, port: url.port, method, path, headers, agent: false })
    const late = setTimeout(
      () => {
        if (polls) resolve("left")
        else reject(new Error(`no answer in ${patienceMs} ms`))
        request.destroy()
      },
      polls ? 300 : patienceMs,
    )
    request.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(late)
      // A body that is too large is answered before all of it was sent.
      if (body.length > 400_000 && /EPIPE|ECONNRESET/.test(error.code ?? "")) resolve("left")
      else reject(error)
    })
    request.on("response", (response) => {
      const { statusCode: status = 0 } = response
      let text = ""
      const done = (): void => {
        clearTimeout(late)
        resolve({ status, body: text })
      }
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString()
        if (!streams || text.length < 200) return
        done()
        request.destroy()
      })
      response.on("end", done)
      if (streams) setTimeout(() => request.destroy(), 300)
      response.on("close", done)
    })
    request.end(method === "GET" || method === "HEAD" ? undefined : body)
  })
}

/** Sends bytes and goes away. */
export async function sendNoise(url: URL, noise: Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => {
    const socket = connect(Number(url.port), url.hostname, () => {
      socket.write(noise)
      setTimeout(() => socket.destroy(), 20)
    })
    socket.on("error", () => undefined)
    socket.on("close", () => resolve())
    socket.resume()
  })
}

async function authorized(url: URL, fuzzed: Fuzzed): Promise<Record<string, string>> {
  const { method, target, body, auth, tampering } = fuzzed
  const bodiless = method === "GET" || method === "HEAD"
  const headers: Record<string, string> = { host: url.host, ...fuzzed.headers }
  if (!bodiless) headers["content-length"] = String(body.length)
  if (auth === "none") return headers
  if (auth === "token") return { ...headers, authorization: `Bearer ${token}` }
  const [path = "/", asked] = target.split("?")
  const query: Record<string, string[]> = {}
  for (const [key, value] of new URLSearchParams(asked)) (query[key] ??= []).push(value)
  const signed = await signer.sign({
    method,
    protocol: "http:",
    hostname: url.hostname,
    path,
    query,
    headers,
    body: bodiless ? "" : body,
  })
  if (auth !== "tampered") return signed.headers
  const [place, text] = tampering
  const whole = signed.headers["authorization"] ?? ""
  const at = Math.floor(place * whole.length)
  return { ...signed.headers, authorization: (whole.slice(0, at) + text + whole.slice(at + text.length)).trim() }
}
