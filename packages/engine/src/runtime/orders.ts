import type { Command } from "../core/index.ts"
import type { ChildRuns } from "./child-runs.ts"
import type { ChildStarter } from "./child-starter.ts"
import type { Courier } from "./courier.ts"
import type { Dispatcher } from "./dispatcher.ts"
import type { Facts } from "./facts.ts"
import type { Owned } from "./owned.ts"
import type { Timers } from "./timers.ts"
import { Work } from "./work.ts"

/** Rounds of orders that one execution is given in a row, so that a long loop leaves room for others. */
const rounds = 32
const none: readonly never[] = []

/** Who carries out what. */
export interface OrderParts {
  readonly dispatcher: Pick<Dispatcher, "run">
  readonly childRuns: Pick<ChildRuns, "start">
  readonly children: Pick<ChildStarter, "adopt">
  readonly courier: Pick<Courier, "adopt">
  readonly timers: Timers
  readonly facts: Pick<Facts, "cancel" | "park">
  /** Orders need not wait for the commit of what led to them. */
  readonly ahead: boolean
  /** A worker that drains begins nothing: its successor asks what is outstanding. */
  readonly begins: () => boolean
}

/** Carries out what executions order. One whose orders fail is parked. */
export class Orders {
  readonly #parts: OrderParts

  constructor(parts: OrderParts) {
    this.#parts = parts
  }

  obey(owned: Owned, orders: readonly Command[]): void {
    const { ahead, begins } = this.#parts
    owned.obeying = true
    this.#guarded(owned, () => {
      let next = orders
      for (let round = 0; next.length > 0; round++) {
        for (const order of next) if (begins() || order.type === "CancelWork") this.#carry(owned, order)
        // Handlers that answered at once have led to more.
        next = ahead && round < rounds ? owned.takePromptOrders() : none
      }
    })
    owned.obeying = false
  }

  /** It was taken over: what it waits for is ordered again. */
  resume(owned: Owned): void {
    this.#guarded(owned, () => this.obey(owned, owned.resume()))
  }

  /** A message may end the wait for a child workflow or a job: whoever is to stop it must know of it. */
  adopt(owned: Owned): void {
    this.#guarded(owned, () => {
      this.#parts.children.adopt(owned)
      this.#parts.courier.adopt(owned)
    })
  }

  #carry(owned: Owned, order: Command): void {
    const { dispatcher, childRuns, timers, facts } = this.#parts
    switch (order.type) {
      case "RunTask":
        return dispatcher.run(owned, order)
      case "RunChild":
        return childRuns.start(owned, order)
      case "StartTimer": {
        const work = new Work(order.frame, order.seq, undefined)
        work.due = timers.push(order.dueMs, { execution: owned.id, work, kind: "timer" })
        owned.work.add(work)
        return
      }
      case "CancelWork":
        return facts.cancel(owned, order.frame, order.seq)
      case "CancelChild":
      case "FinishExecution":
        return
    }
  }

  #guarded(owned: Owned, act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#parts.facts.park(owned, error)
    }
  }
}
