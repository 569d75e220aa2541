import type { Backend, Reserved, Tick, TickResult } from "@stepwright/engine"

/** A tick as the backend under test sees it. */
export type TickCall = (params: Tick) => Promise<TickResult>

/** A backend whose ticks go through somebody's hands. Closing it leaves the real one open. */
export function withTick(real: Backend, around: (params: Tick, tick: TickCall) => Promise<TickResult>): Backend {
  return {
    ...real,
    capabilities: { ...real.capabilities, volatile: false },
    sessions: { ...real.sessions, tick: (params) => around(params, (given) => real.sessions.tick(given)) },
    close: async () => undefined,
  }
}

/** A backend that changes what it hands out. */
export function withReserved(real: Backend, change: (reserved: Reserved) => Reserved): Backend {
  return withTick(real, async (params, tick) => {
    const result = await tick(params)
    return result.lost ? result : { ...result, reserved: result.reserved.map(change) }
  })
}
