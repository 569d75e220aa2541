import { type ChildProcess, fork } from "node:child_process"
import { randomBytes, randomUUID } from "node:crypto"
import { fileURLToPath } from "node:url"

import type { TaskBundle } from "@stepwright/adapters/aws/bundle"

/** What a function's process is sent. */
export interface Invocation {
  /** JSON text: what an invocation's payload is. */
  readonly event: string
  readonly requestId: string
  /** Milliseconds since 1970. */
  readonly endsAt: number
  readonly traceId: string
}

/** What it answers. */
export interface Outcome {
  readonly requestId: string
  readonly payload?: string
  readonly error?: { readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] }
}

export interface LocalFunctionOptions {
  /** Default: 30. */
  readonly timeoutSeconds?: number
  readonly env?: Readonly<Record<string, string>>
}

/** A function's name and ARN by the state machine's template. */
export const functionArn = (task: string): string => `arn:aws:lambda:eu-central-1:123456789012:function:orders-${task}`

/** A failed invocation, by the name and message that Lambda reports. */
class FunctionError extends Error {
  override readonly name: string
  readonly trace: readonly string[]

  constructor({ errorType, errorMessage, trace }: NonNullable<Outcome["error"]>) {
    super(errorMessage)
    this.name = errorType
    this.trace = trace
  }
}

/**
 * A bundle as Lambda runs it: one process, begun with the first invocation, reused by those that follow, one at a time, and
 * ended where an invocation takes too long or ends it.
 */
export class LocalFunction implements AsyncDisposable {
  readonly #bundle: TaskBundle
  readonly #timeoutSeconds: number
  readonly #env: Readonly<Record<string, string>>
  #process: Promise<ChildProcess> | undefined
  #last: Promise<unknown> = Promise.resolve()
  /** What its processes wrote to their standard output, in lines. */
  readonly lines: string[] = []
  /** How many processes there have been. */
  starts = 0
  /** How many invocations have begun. */
  invocations = 0

  constructor(bundle: TaskBundle, { timeoutSeconds = 30, env = {} }: LocalFunctionOptions = {}) {
    this.#bundle = bundle
    this.#timeoutSeconds = timeoutSeconds
    this.#env = env
  }

  /** Begins its process ahead of the first invocation, as provisioned concurrency does. */
  async warm(): Promise<void> {
    await (this.#process ??= this.#started())
  }

  /** Until all invocations so far have ended. */
  async idle(): Promise<void> {
    await this.#last
  }

  /** @throws {FunctionError} as the function, or Lambda, reports the failure */
  async invoke(payload: unknown): Promise<unknown> {
    const before = this.#last
    const mine = Promise.withResolvers<undefined>()
    this.#last = mine.promise
    await before
    try {
      return await this.#served(JSON.stringify(payload))
    } finally {
      mine.resolve(undefined)
    }
  }

  async #served(event: string): Promise<unknown> {
    const child = await (this.#process ??= this.#started())
    const requestId = randomUUID()
    const endsAt = Date.now() + this.#timeoutSeconds * 1000
    const traceId = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${hex(12)};Parent=${hex(8)};Sampled=1`
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    const heard = (outcome: Outcome): void => (outcome.requestId === requestId ? resolve(outcome) : undefined)
    const exited = (code: number | null): void => resolve(this.#ended(requestId, code))
    child.on("message", heard)
    child.once("exit", exited)
    const timer = setTimeout(() => resolve(this.#timedOut(requestId, child)), endsAt - Date.now())
    this.invocations++
    child.send({ event, requestId, endsAt, traceId } satisfies Invocation)
    const { payload, error } = await promise
    clearTimeout(timer)
    child.off("message", heard)
    child.off("exit", exited)
    if (error !== undefined) throw new FunctionError(error)
    return JSON.parse(payload ?? "null") as unknown
  }

  /** (AWS: "Troubleshoot invocation issues in Lambda": `Runtime.ExitError`) */
  #ended(requestId: string, code: number | null): Outcome {
    this.#process = undefined
    const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: exit status ${code}`
    return { requestId, error: { errorType: "Runtime.ExitError", errorMessage, trace: [] } }
  }

  /** (AWS: "Handle error conditions in a Step Functions state machine": `Sandbox.Timedout`) */
  #timedOut(requestId: string, child: ChildProcess): Outcome {
    this.#process = undefined
    child.kill("SIGKILL")
    const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${this.#timeoutSeconds.toFixed(2)} seconds`
    return { requestId, error: { errorType: "Sandbox.Timedout", errorMessage, trace: [] } }
  }

  async #started(): Promise<ChildProcess> {
    this.starts++
    const name = `orders-${this.#bundle.task}`
    const child = fork(fileURLToPath(new URL("./runtime-process.ts", import.meta.url)), {
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // What Lambda defines, and nothing of this process. (AWS: "Defined runtime environment variables")
      env: {
        PATH: process.env["PATH"],
        _HANDLER: this.#bundle.handler,
        LAMBDA_TASK_ROOT: this.#bundle.folder,
        LAMBDA_RUNTIME_DIR: "/var/runtime",
        AWS_REGION: "eu-central-1",
        AWS_DEFAULT_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "secret",
        AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
        AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
        AWS_LAMBDA_LOG_STREAM_NAME: `2026/11/30/[$LATEST]${hex(16)}`,
        AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
        TZ: ":UTC",
        STEPWRIGHT_TEST_ARN: functionArn(this.#bundle.task),
        ...this.#env,
      },
    })
    child.stdout?.setEncoding("utf8").on("data", (text: string) => this.lines.push(...text.split("\n").filter(Boolean)))
    let failure = ""
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (failure += text))
    const ready = Promise.withResolvers<undefined>()
    child.once("message", () => ready.resolve(undefined))
    child.once("exit", (code) => ready.reject(new Error(`The function's process ended (${code}): ${failure}`)))
    await ready.promise
    return child
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = await this.#process?.catch(() => undefined)
    if (child === undefined || child.exitCode !== null) return
    const exit = new Promise((resolve) => child.once("exit", resolve))
    child.kill()
    await exit
  }
}

const hex = (bytes: number): string => randomBytes(bytes).toString("hex")
