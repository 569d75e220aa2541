import { type ChildProcess, fork } from "node:child_process"
import { EventEmitter, once } from "node:events"
import { fileURLToPath } from "node:url"

import type { SpanContext } from "@opentelemetry/api"
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base"

import type { Drawable } from "./tracing.ts"

/** What a worker's process is told. */
export interface Setup {
  readonly url: string
  readonly prefix: string
  readonly shopFile: string
  /** Tasks that are called, and never answer. */
  readonly hangs: readonly string[]
}

/** What it says: a span that has ended, that it `runs`, or the name of a task that hangs once it is called. */
export interface Said {
  readonly span?: {
    readonly name: string
    readonly attributes: ReadableSpan["attributes"]
    readonly parent: string | undefined
    readonly context: SpanContext
  }
  readonly word?: string
}

/** A worker of the order example in a process of its own. */
export class OrdersProcess {
  readonly #child: ChildProcess
  readonly #words = new Set<string>()
  readonly #heard = new EventEmitter()
  readonly spans: Drawable[] = []

  constructor(setup: Setup) {
    const file = fileURLToPath(new URL("./orders-worker.ts", import.meta.url))
    this.#child = fork(file, [JSON.stringify(setup)], { execArgv: ["--conditions=@stepwright/source"] })
    this.#child.on("message", ({ span, word }: Said) => {
      if (word !== undefined) {
        this.#words.add(word)
        this.#heard.emit("word")
      }
      if (span === undefined) return
      const { name, attributes, parent, context } = span
      const parentSpanContext = parent === undefined ? undefined : { ...context, spanId: parent }
      this.spans.push({ name, attributes, spanContext: () => context, ...(parentSpanContext && { parentSpanContext }) })
    })
  }

  /** Waits for a word of it. */
  async says(word: string): Promise<void> {
    while (!this.#words.has(word)) await once(this.#heard, "word")
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, "exit")
    this.#child.kill("SIGKILL")
    await gone
  }
}
