// What is outside of the workflow, with its own memory and its own moods.
import { hash } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"

import { type KeyedEffects, keyedEffects, memoryEffects, TaskError } from "@stepwright/dsl"

/** What a process knows of the world. */
export interface Outside {
  /** Told of everything that happens, in the order in which it does. */
  readonly tell: (execution: string, what: string) => void
  readonly effects: KeyedEffects
  readonly payments: Map<string, string>
  /** Keys of bookings in the Grand Hotel, whose telephone is out of order. */
  readonly grand: Set<string>
  printerWorks: boolean
  telephoneWorks: boolean
}

let opened: Outside | undefined

/** The world of this process; one that nobody opened tells its log. */
export function world(): Outside {
  return opened ?? openOutside((execution, what) => console.log(`${execution}: ${what}`))
}

/** Begins a new world, in the place of the one that the process had. */
export function openOutside(tell: Outside["tell"]): Outside {
  opened = {
    tell,
    effects: keyedEffects(memoryEffects()),
    payments: new Map(),
    grand: new Set(),
    printerWorks: false,
    telephoneWorks: false,
  }
  return opened
}

/** Does something once for a key, however often it is asked to. */
export async function once<T>(key: string, act: () => T): Promise<T> {
  const { effects } = world()
  const begun = await effects.begin(key)
  if (begun.outcome === "done") return begun.result as T // what `act` came to
  if (begun.outcome === "void") throw new TaskError("World.Undone", { cause: `${key} was cancelled before` })
  const result = act()
  await effects.complete(key, result)
  return result
}

/** A number that looks like a booking code. */
export function codeOf(what: string, key: string): string {
  return `${what}-${hash("sha256", key, "hex").slice(0, 4)}`
}

export async function book(execution: string, key: string, what: string, code: string): Promise<{ code: string }> {
  await pause(5)
  return await once(key, () => {
    const booked = codeOf(code, key)
    world().tell(execution, `${what} booked: ${booked}`)
    return { code: booked }
  })
}

export async function cancel(execution: string, key: string, what: string): Promise<void> {
  await pause(5)
  const { tell, effects } = world()
  const { was } = await effects.void(key)
  tell(execution, was === "nothing" ? `${what}: nothing to cancel` : `${what} cancelled`)
}
