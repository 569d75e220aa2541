import { type AdapterError, type NewExecution, Register, type StartResult } from "@stepwright/engine"

import { indexOf, listingOf, metaFront, metaJson, planLength, readRecord } from "./record.ts"
import { refusal } from "./redis-error.ts"
import { hint, type Store } from "./store.ts"
import { Taking } from "./taking.ts"
import { toStored } from "./text.ts"
import { takenFresh } from "./tick-answer.ts"

interface Starting {
  readonly execution: NewExecution
  readonly route: string
  readonly resolve: (result: StartResult) => void
  readonly reject: (error: unknown) => void
}

/** Starts of one partition. */
type Group = readonly [partition: number, starts: readonly Starting[]]

/** What `start.lua` answers for one. */
type Answer = string | 0 | readonly string[]

/** Executions that one script starts at most. */
const most = 500

/** Starts executions: all starts of one turn of the event loop and partition in one script. */
export class Starter {
  readonly #store: Store
  readonly #tag: string
  readonly #admit: () => void
  #waiting = new Map<number, Starting[]>()
  /** Ids of those that were not answered yet. */
  readonly starting: Register<true> = new Register()

  /**
   * @param tag - Of this process, four characters.
   * @param admit - Throws where nothing new is taken.
   */
  constructor(store: Store, tag: string, admit: () => void) {
    this.#store = store
    this.#tag = tag
    this.#admit = admit
  }

  start(execution: NewExecution): Promise<StartResult> {
    return new Promise((resolve, reject) => {
      this.#admit()
      const { route, partition } = this.#store.keys.place(execution.id)
      this.starting.set(execution.id, true)
      if (this.#waiting.size === 0) setImmediate(() => this.#flush())
      const starting = { execution, route, resolve, reject }
      const others = this.#waiting.get(partition)
      if (others === undefined) this.#waiting.set(partition, [starting])
      else others.push(starting)
    })
  }

  #flush(): void {
    const waiting = this.#waiting
    this.#waiting = new Map()
    let batch: Group[] = []
    let size = 0
    const send = (): void => {
      if (batch.length > 0) void this.#send(batch)
      batch = []
      size = 0
    }
    for (const [partition, all] of waiting) {
      for (let from = 0; from < all.length; from += most) {
        const starts = all.slice(from, from + most)
        if (!this.#store.whole || size + starts.length > most) send()
        batch.push([partition, starts])
        size += starts.length
      }
    }
    send()
  }

  async #send(groups: readonly Group[]): Promise<void> {
    const starts = groups.flatMap(([, starts]) => starts)
    const { server, keys, sessions, fresh, plans } = this.#store
    const tag = sessions.size > 0 ? this.#tag : ""
    const taking = new Taking(sessions.values(), starts)
    try {
      const args = [tag, taking.session]
      for (const [partition, starts] of groups) {
        args.push(String(starts.length), String(taking.share(partition, starts.length)))
        const writer = new StartWriter(args)
        for (const each of starts) writer.push(each)
      }
      const roots = groups.map(([partition]) => keys.root(partition))
      const answers = await server.runMarked<readonly Answer[]>("start", roots, args)
      const existing = answers.flatMap((answer) => (typeof answer === "object" ? [answer[0] ?? ""] : []))
      if (existing.length > 0) await plans.learn(existing.map((meta) => meta.slice(0, planLength)))
      let index = 0
      for (const [partition, starts] of groups) {
        let ready = false
        for (const { resolve, reject, route, execution } of starts) {
          const answer = answers[index++]
          const result = resultOf(answer, plans.of)
          if (typeof answer === "string") {
            if (answer.startsWith("="))
              taking.take(takenFresh(route, partition, { execution, number: answer.slice(1) }))
            else {
              ready = true
              if (tag !== "") fresh.add(route, { execution, number: answer })
            }
          }
          if (result.outcome === "exists" && result.record.id !== execution.id)
            reject(sameRoute(execution.id, result.record.id))
          else resolve(result)
        }
        if (ready) hint(this.#store, partition)
      }
      taking.done()
    } catch (error) {
      taking.failed(error)
      for (const { reject } of starts) reject(error)
    } finally {
      for (const { execution } of starts) this.starting.delete(execution.id)
    }
  }
}

/** Writes starts as `start.lua` reads them: what one has in common with the one before goes without saying. */
class StartWriter {
  readonly #args: string[]
  #plan = ""
  #machine = ""
  #mapRun: string | undefined = undefined
  #front = ""

  constructor(args: string[]) {
    this.#args = args
  }

  push({ execution, route }: Starting): void {
    const { plan, machine, mapRun, header, input } = execution
    const args = this.#args
    if (plan === this.#plan && machine === this.#machine && mapRun === this.#mapRun) args.push(route, "")
    else {
      const index = indexOf(execution)
      args.push(
        route,
        plan.slice(0, planLength),
        mapRun === undefined ? index.slice(1) : "",
        listingOf(index, "RUNNING"),
      )
      this.#plan = plan
      this.#machine = machine
      this.#mapRun = mapRun
      this.#front = metaFront(plan, index)
    }
    args.push(this.#front + metaJson(execution), toStored(String(header)), toStored(String(input)))
  }
}

function sameRoute(id: string, other: string): AdapterError {
  return refusal("ROUTE_TAKEN", `The digests of '${id}' and '${other}', under which they are stored, are the same.`)
}

const started: StartResult = { outcome: "started" }

function resultOf(answer: Answer | undefined, planOf: (beginning: string) => string): StartResult {
  if (typeof answer === "string") return started
  if (typeof answer === "object") return { outcome: "exists", record: readRecord(answer, planOf) }
  return { outcome: "no-plan" }
}
