import { fork } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { sample } from "fast-check"

import { secretAccessKey, token } from "./keys.ts"
import { type Fuzzed, noise, requests } from "./requests.ts"
import { type Answer, send, sendNoise } from "./send.ts"
import type { Told } from "./server.ts"

/** What a run of it found. */
export interface FuzzResult {
  readonly sent: number
  /** How often each status, with the error's type where there is one, was answered. */
  readonly answers: ReadonlyMap<string, number>
  /** What must not be, each with the request that it came of. */
  readonly failures: readonly string[]
  /** Bytes that are in use after a collection: once it is warm, and at the end. */
  readonly heap: readonly [warm: number, end: number]
}

export interface FuzzOptions {
  readonly seed: number
  readonly seconds: number
  /** Told of each round. */
  readonly progress?: (sent: number, failed: number) => void
}

/** Requests that are sent at once, and are made of one number. */
const round = 40
/** What the heap may grow by, in bytes: what is kept on purpose is bounded, and small. */
const mayGrow = 24 * 1024 * 1024

/**
 * Sends requests to a server for a while. Every answer must come, be below 500, and show neither a stack nor a secret; the
 * server must be well afterwards, and hold no more memory.
 */
export async function fuzzServer({ seed, seconds, progress }: FuzzOptions): Promise<FuzzResult> {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-fuzz-"))
  const failures: string[] = []
  const server = await forked(join(folder, "fuzz.db"), (failure) => failures.push(failure))
  const answers = new Map<string, number>()
  let sent = 0
  let warm: number | undefined
  const began = performance.now()
  try {
    for (let number = 0; performance.now() - began < seconds * 1000 && failures.length < 20; number++) {
      if (warm === undefined && performance.now() - began > seconds * 250) warm = await server.heap()
      const drawn = sample(requests, { seed: seed + number, numRuns: round })
      const [bytes] = sample(noise, { seed: seed + number, numRuns: 1 })
      await Promise.all([
        ...drawn.map(async (request) => {
          const failure = await judged(server.url, request, answers)
          if (failure !== undefined) failures.push(`round ${number}: ${failure}`)
        }),
        bytes === undefined ? undefined : sendNoise(server.url, bytes),
      ])
      sent += drawn.length
      progress?.(sent, failures.length)
    }
    const health = await fetch(new URL("/healthz", server.url))
    if (health.status !== 200) failures.push(`the server is not well: ${await health.text()}`)
    const end = await server.heap()
    const heap = [warm ?? end, end] as const
    if (heap[1] - heap[0] > mayGrow) failures.push(`the heap grew from ${heap[0]} to ${heap[1]} bytes`)
    return { sent, answers, failures, heap }
  } finally {
    await server.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function judged(url: URL, request: Fuzzed, answers: Map<string, number>): Promise<string | undefined> {
  try {
    const answer = await send(url, request)
    if (answer === "left") return undefined
    const kind = kindOf(answer)
    answers.set(kind, (answers.get(kind) ?? 0) + 1)
    const wrong = wrongIn(answer)
    return wrong === undefined
      ? undefined
      : `${wrong}: ${told(request)} -> ${answer.status} ${answer.body.slice(0, 400)}`
  } catch (error) {
    return `${String(error)}: ${told(request)}`
  }
}

/** `400 ValidationException` */
function kindOf({ status, body }: Answer): string {
  const type = status < 400 ? undefined : /"(?:__type|title)":"([^"]+)"/.exec(body)?.[1]
  return type === undefined ? String(status) : `${status} ${type}`
}

function wrongIn({ status, body }: Answer): string | undefined {
  if (status >= 500) return "an answer of 500 or more"
  if (/\n {4}at |node_modules/.test(body)) return "an answer with a stack"
  return body.includes(secretAccessKey) || body.includes(token) ? "an answer with a secret" : undefined
}

function told({ method, target, headers, body, auth }: Fuzzed): string {
  return `${auth} ${method} ${target.slice(0, 200)} ${JSON.stringify(headers)} ${Buffer.from(body).toString().slice(0, 600)}`
}

interface Forked {
  readonly url: URL
  heap(): Promise<number>
  end(): Promise<void>
}

async function forked(file: string, failed: (failure: string) => void): Promise<Forked> {
  const child = fork(new URL("server.ts", import.meta.url), [file], {
    execArgv: ["--conditions=@stepwright/source", "--expose-gc", "--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  })
  let ending = false
  const gone = new Promise<never>((_, reject) => {
    child.on("exit", (code, signal) => {
      if (!ending) reject(new Error(`the server ended: ${signal ?? code}`))
    })
  })
  gone.catch(() => undefined)
  const next = <T>(pick: (told: Told) => T | undefined): Promise<T> =>
    Promise.race([
      gone,
      new Promise<T>((resolve) => {
        const take = (told: Told): void => {
          const picked = pick(told)
          if (picked === undefined) return
          child.off("message", take)
          resolve(picked)
        }
        child.on("message", take)
      }),
    ])
  child.on("message", (told: Told) => {
    if ("failed" in told) failed(`the server logged a fault: ${told.failed}`)
  })
  const url = new URL(await next((told) => ("url" in told ? told.url : undefined)))
  return {
    url,
    heap() {
      const answer = next((told) => ("heapBytes" in told ? told.heapBytes : undefined))
      child.send("heap")
      return answer
    },
    async end() {
      ending = true
      const exited = new Promise((resolve) => child.once("exit", resolve))
      if (child.exitCode !== null || child.signalCode !== null) return
      child.disconnect()
      await exited
    },
  }
}
