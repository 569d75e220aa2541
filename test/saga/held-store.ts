import type { Backend } from "@stepwright/engine"
import type { SimulatedClock } from "@stepwright/engine/testing"

/** A store elsewhere, whose calls simulated time waits for. */
export function heldStore(real: Backend, clock: SimulatedClock): Backend {
  return {
    name: real.name,
    capabilities: real.capabilities,
    plans: heldPort(real.plans, clock),
    executions: heldPort(real.executions, clock),
    sessions: heldPort(real.sessions, clock),
    inbox: heldPort(real.inbox, clock),
    deadLetters: heldPort(real.deadLetters, clock),
    documents: heldPort(real.documents, clock),
    close: () => real.close(),
  }
}

function heldPort<Port extends object>(port: Port, clock: SimulatedClock): Port {
  const calls = Object.entries(port).map(([name, call]) => [
    name,
    (...args: readonly unknown[]) => {
      const release = clock.held()
      const answer = (call as (...args: readonly unknown[]) => unknown)(...args) // ports have methods only
      if (answer instanceof Promise) return answer.finally(release)
      release()
      return answer
    },
  ])
  return Object.fromEntries(calls) as Port // the same methods
}
