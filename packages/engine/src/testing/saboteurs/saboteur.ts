import type {
  Backend,
  Commit,
  DeadLetters,
  Documents,
  Executions,
  Inbox,
  Plans,
  Reserved,
  Sessions,
  Tick,
} from "../../ports/index.ts"
import type { Ticked } from "../contract/stage.ts"

/** A fault that a backend could have, put on top of one that has none. */
export interface Saboteur {
  /** What it does wrong. */
  readonly name: string
  /** For one store: wraps its backend, and again each time that the store is opened again. */
  readonly sabotage: () => (backend: Backend) => Backend
}

/** The calls that a saboteur answers itself. */
export interface Overrides {
  readonly plans?: Partial<Plans>
  readonly executions?: Partial<Executions>
  readonly sessions?: Partial<Sessions>
  readonly inbox?: Partial<Inbox>
  readonly deadLetters?: Partial<DeadLetters>
  readonly documents?: Partial<Documents>
  readonly close?: Backend["close"]
}

/**
 * A saboteur from the calls that it answers itself.
 * @param begin - Called once for each store. What it returns is called at every opening, `reopened` after the first.
 */
export function saboteur(name: string, begin: () => (real: Backend, reopened: boolean) => Overrides): Saboteur {
  return {
    name,
    sabotage() {
      const override = begin()
      let opened = false
      return (real) => {
        const overrides = override(real, opened)
        opened = true
        return {
          name: real.name,
          capabilities: real.capabilities,
          plans: { ...real.plans, ...overrides.plans },
          executions: { ...real.executions, ...overrides.executions },
          sessions: { ...real.sessions, ...overrides.sessions },
          inbox: { ...real.inbox, ...overrides.inbox },
          deadLetters: { ...real.deadLetters, ...overrides.deadLetters },
          documents: { ...real.documents, ...overrides.documents },
          close: overrides.close ?? (() => real.close()),
        }
      }
    },
  }
}

/** A saboteur without a memory. */
export function stateless(name: string, override: (real: Backend) => Overrides): Saboteur {
  return saboteur(name, () => override)
}

/** What to change about a tick: what it is asked, or what it answers. */
export interface TickChange {
  readonly before?: (params: Tick) => Tick
  readonly after?: (result: Ticked, params: Tick) => Ticked
}

/** Overrides that change every tick. */
export function changedTick(real: Backend, { before, after }: TickChange): Overrides {
  return {
    sessions: {
      async tick(params) {
        const result = await real.sessions.tick(before?.(params) ?? params)
        return result.lost ? result : (after?.(result, params) ?? result)
      },
    },
  }
}

/** Overrides that change commits on their way in; undefined loses one without a word. */
export function changedCommits(real: Backend, change: (commit: Commit) => Commit | undefined): Overrides {
  return changedTick(real, {
    before: (params) => ({ ...params, commits: params.commits.map(change).filter((each) => each !== undefined) }),
  })
}

/** Overrides that change what is handed out; undefined hides it. */
export function changedReserved(real: Backend, change: (reserved: Reserved) => Reserved | undefined): Overrides {
  return changedTick(real, {
    after: (result) => ({ ...result, reserved: result.reserved.map(change).filter((each) => each !== undefined) }),
  })
}

/** A saboteur by {@link changedTick}. */
export function ticking(name: string, change: TickChange): Saboteur {
  return stateless(name, (real) => changedTick(real, change))
}

/** A saboteur by {@link changedCommits}. */
export function committing(name: string, change: Parameters<typeof changedCommits>[1]): Saboteur {
  return stateless(name, (real) => changedCommits(real, change))
}

/** A saboteur by {@link changedReserved}. */
export function reserving(name: string, change: Parameters<typeof changedReserved>[1]): Saboteur {
  return stateless(name, (real) => changedReserved(real, change))
}

/** The same without some of its fields. */
export function without<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> {
  const copy = { ...value }
  for (const key of keys) delete copy[key]
  return copy
}
