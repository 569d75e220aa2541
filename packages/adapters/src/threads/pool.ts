import { Worker } from "node:worker_threads"

import type { ThreadCall, ThreadData, ThreadMessage } from "./message.ts"

const file = import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.mjs"

/** A call that waits for a thread, or has one. */
export interface PooledCall extends ThreadCall {
  /** Told what comes before its end. */
  readonly hear: (message: Exclude<ThreadMessage, { readonly type: "returned" | "threw" }>) => void
  readonly resolve: (output: unknown) => void
  readonly reject: (error: Error) => void
}

/** Threads that run one handler, each one call at a time. They are started when they are needed, and hold no process up. */
export class Pool {
  readonly #data: ThreadData
  readonly #most: number
  readonly #line: PooledCall[] = []
  readonly #idle: Worker[] = []
  readonly #busy = new Map<PooledCall, Worker>()

  constructor(data: ThreadData, most: number) {
    this.#data = data
    this.#most = most
  }

  run(call: PooledCall): void {
    this.#line.push(call)
    this.#next()
  }

  /** Its answer no longer counts: what runs it is ended, for code that computes hears nothing. */
  giveUp(call: PooledCall): void {
    const waiting = this.#line.indexOf(call)
    if (waiting >= 0) this.#line.splice(waiting, 1)
    const thread = this.#busy.get(call)
    if (thread === undefined) return
    this.#busy.delete(call)
    void thread.terminate()
    this.#next()
  }

  #next(): void {
    while (this.#line.length > 0 && this.#busy.size < this.#most) {
      const call = this.#line.shift()
      if (call === undefined) return
      const thread = this.#idle.pop() ?? this.#started()
      this.#busy.set(call, thread)
      thread.ref()
      thread.postMessage({ input: call.input, context: call.context } satisfies ThreadCall)
    }
  }

  #started(): Worker {
    const thread = new Worker(new URL(file, import.meta.url), { workerData: this.#data })
    let failure: Error | undefined
    thread.on("message", (message: ThreadMessage) => this.#heard(thread, message))
    thread.on("error", (error: Error) => {
      failure = error
    })
    thread.on("exit", (code) => this.#ended(thread, failure ?? new Error(`The thread ended with code ${code}.`)))
    return thread
  }

  #heard(thread: Worker, message: ThreadMessage): void {
    const call = this.#callOf(thread)
    if (call === undefined) return
    if (message.type !== "returned" && message.type !== "threw") return call.hear(message)
    this.#busy.delete(call)
    this.#idle.push(thread)
    thread.unref()
    if (message.type === "returned") call.resolve(message.output)
    else call.reject(errorOf(message))
    this.#next()
  }

  #ended(thread: Worker, error: Error): void {
    const idle = this.#idle.indexOf(thread)
    if (idle >= 0) this.#idle.splice(idle, 1)
    const call = this.#callOf(thread)
    if (call === undefined) return
    this.#busy.delete(call)
    call.reject(Object.assign(new Error(error.message, { cause: error }), { name: "Stepwright.ThreadLost" }))
    this.#next()
  }

  #callOf(thread: Worker): PooledCall | undefined {
    for (const [call, its] of this.#busy) if (its === thread) return call
    return undefined
  }
}

function errorOf({ name, message, cause }: Extract<ThreadMessage, { readonly type: "threw" }>): Error {
  return Object.assign(new Error(message, cause === undefined ? {} : { cause }), { name })
}
