import type { HistoryEvent } from "@stepwright/engine"

/** What is worth telling of an event. */
export type Happening =
  /** `caught`: it failed, and a catcher took over. */
  | { readonly kind: "entered" | "done" | "caught"; readonly state: string; readonly stateType: string }
  | { readonly kind: "failed"; readonly state: string; readonly error: string; readonly cause: string }
  | { readonly kind: "retrying"; readonly state: string; readonly attempt: number }
  | { readonly kind: "waiting"; readonly state: string }

/** Follows one execution's history, event by event, and knows which states it stands in. */
export class Progress {
  /** The state that each event belongs to. */
  readonly #places = new Map<number, Place>()
  readonly #active = new Map<string, number>()

  /** Takes in the next event; tells what to show of it, if anything. */
  take(event: HistoryEvent): Happening | undefined {
    const entered = /^(\w+)StateEntered$/.exec(event.type)?.[1]
    const place = entered === undefined ? this.#places.get(event.previousEventId) : newPlace(event, entered)
    if (place !== undefined) this.#places.set(event.id, place)
    return this.#read(event, place)
  }

  /** The names of the states that it stands in, each with how many lines of control do; in order of first entry. */
  get active(): readonly { readonly state: string; readonly count: number }[] {
    return [...this.#active].map(([state, count]) => ({ state, count }))
  }

  #read(event: HistoryEvent, place: Place | undefined): Happening | undefined {
    const { type } = event
    if (/^Execution(?:Succeeded|Failed|TimedOut|Aborted)$/.test(type)) this.#active.clear()
    if (type.endsWith("StateEntered") && place !== undefined) {
      this.#count(place.state, 1)
      return { kind: "entered", state: place.state, stateType: place.stateType }
    }
    if (type.endsWith("StateExited")) return this.#exited(event, place)
    if (type.endsWith("StateAborted") && place !== undefined) this.#count(place.state, -1)
    if (place === undefined) return undefined
    if (
      /^(?:LambdaFunction|Task|Activity)(?:Failed|SubmitFailed|TimedOut)$/.test(type) ||
      type === "EvaluationFailed"
    ) {
      place.failures++
      place.failing = true
      return { kind: "failed", state: event.state ?? place.state, error: event.error ?? "", cause: event.cause ?? "" }
    }
    if (/^(?:LambdaFunction|Task|Activity)Scheduled$/.test(type) && place.failing) {
      place.failing = false
      return { kind: "retrying", state: place.state, attempt: place.failures + 1 }
    }
    if (type === "TaskSubmitted") return { kind: "waiting", state: place.state }
    return undefined
  }

  #exited({ name = "", type }: HistoryEvent, place: Place | undefined): Happening {
    this.#count(name, -1)
    const caught = place?.failing === true && place.state === name
    return { kind: caught ? "caught" : "done", state: name, stateType: type.slice(0, -"StateExited".length) }
  }

  #count(state: string, by: number): void {
    const count = (this.#active.get(state) ?? 0) + by
    if (count > 0) this.#active.set(state, count)
    else this.#active.delete(state)
  }
}

interface Place {
  readonly state: string
  readonly stateType: string
  failures: number
  /** It has failed since its last attempt began. */
  failing: boolean
}

function newPlace(event: HistoryEvent, stateType: string): Place {
  return { state: event.name ?? "", stateType, failures: 0, failing: false }
}
