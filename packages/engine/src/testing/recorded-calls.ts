import type { AnyHandler } from "@stepwright/dsl"

import type { Json } from "../asl/json.ts"
import type { Client } from "../program/client.ts"
import type { Program } from "../program/program.ts"
import { taskServer } from "../program/task-server.ts"
import type { HandlerContext, ResourceHandler, TaskServer } from "../runtime/handler-context.ts"
import { type Mock, mockAnswer, type MockContext, never } from "./mock.ts"
import type { SimulatedClock } from "./simulated-clock.ts"

/** One call of a task or resource. */
export interface RecordedCall {
  /** The task's name, or the resource's: `dynamodb:putItem`. */
  readonly task: string
  /** The step's name in the workflow. */
  readonly step: string
  readonly key: string
  /** From 1. */
  readonly attempt: number
  readonly input: Json
}

type Answering = Pick<Client, "succeed" | "fail">

/** Puts mocks in the place of handlers, and writes down every call. */
export class Calls {
  readonly recorded: RecordedCall[] = []
  readonly #mocks: ReadonlyMap<string, Mock>
  readonly #clock: SimulatedClock
  #client: Answering | undefined

  constructor(parts: { readonly mocks: Readonly<Record<string, Mock>>; readonly clock: SimulatedClock }) {
    this.#mocks = new Map(Object.entries(parts.mocks))
    this.#clock = parts.clock
  }

  /** The client that answers tokens for mocks. */
  answerWith(client: Answering): void {
    this.#client = client
  }

  /** The given resources and every mock, each written down when it is called. */
  resources(given: Readonly<Record<string, ResourceHandler>>): Readonly<Record<string, ResourceHandler>> {
    const served = new Map(Object.entries(given))
    for (const [name, mock] of this.#mocks) served.set(name, this.#mocked(mock))
    return Object.fromEntries([...served].map(([name, handler]) => [name, this.#noted(name, handler)]))
  }

  /** Puts mocks in the place of a program's tasks; the others are written down as they run. */
  guard(program: Program): void {
    for (const task of program.tasks()) {
      const mock = this.#mocks.get(task.name)
      const server = mock === undefined ? program.task(task.name) : taskServer(task, this.#mocked(mock) as AnyHandler)
      if (server !== undefined) program.serve(task.name, this.#noted(task.name, server))
    }
  }

  #noted(task: string, server: TaskServer): TaskServer {
    return (input, context) => {
      const { step, key, attempt } = context
      this.recorded.push({ task, step, key, attempt, input })
      return server(input, context)
    }
  }

  #mocked(mock: Mock): (input: Json, context: HandlerContext) => unknown {
    return (input, context) => {
      const answer = mockAnswer(mock, context.attempt)
      if (answer instanceof Error) throw answer
      if (answer === never) return this.#silence(context.signal)
      if (typeof answer !== "function") return answer
      const result = answer(input as never, this.#contextOf(context)) // the test states the type
      return result === never ? this.#silence(context.signal) : result
    }
  }

  #contextOf(context: HandlerContext): MockContext {
    const { token = "" } = context
    // A test that answers twice, or too late, sees it in the outcome.
    const ignore = (): undefined => undefined
    const { key, attempt, heartbeat, execution, step, deadline } = context
    return {
      key,
      attempt,
      execution,
      step,
      heartbeat,
      get signal() {
        return context.signal
      },
      get log() {
        return context.log
      },
      ...(deadline === undefined ? {} : { deadline }),
      ...(context.token === undefined ? {} : { token }),
      succeed: (output) => void this.#client?.succeed(token, output).catch(ignore),
      fail: (error, cause) => void this.#client?.fail(token, error, cause).catch(ignore),
    }
  }

  /** Ends only when the step does. */
  #silence(signal: AbortSignal): Promise<never> {
    const back = this.#clock.abandoned()
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => {
        back()
        reject(new Error("The step no longer waits for this answer."))
      })
    })
  }
}
