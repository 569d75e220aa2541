import type { Fact } from "./fact.ts"
import type { ExecutionHeader } from "./header.ts"
import type { HistoryEvent } from "./history-event.ts"
import type { Machine } from "./machine.ts"
import { type Run, startRun } from "./run.ts"
import type { HistorySink } from "./step.ts"
import { transition } from "./transition.ts"

/**
 * An execution's history: the facts replayed with somebody listening. The same journal gives the same events.
 * @throws {ReplayDiverged} where a fact was applied to another state than it was recorded for.
 */
export function projectHistory(
  machine: Machine,
  header: ExecutionHeader,
  facts: readonly Fact[],
): readonly HistoryEvent[] {
  const events: HistoryEvent[] = []
  replay(machine, startRun(machine, header), facts, (event) => events.push(event))
  return events
}

/**
 * Folds facts into a run, checking each one's digest where it has one.
 * @throws {ReplayDiverged}
 */
export function replay(machine: Machine, from: Run, facts: readonly Fact[], history?: HistorySink): Run {
  let run = from
  for (const fact of facts) {
    if (fact.digest !== undefined && fact.digest !== run.digest) throw new ReplayDiverged(fact)
    run = transition(machine, run, fact, history)[0]
  }
  return run
}

/** A journal whose replay arrived at another state than was recorded: the execution must be parked, never guessed over. */
export class ReplayDiverged extends Error {
  override readonly name = "ReplayDiverged"
  readonly code = "Replay.Diverged"
  readonly fact: Fact

  constructor(fact: Fact) {
    super(`the journal diverges at its ${fact.type} fact: this release derives another state than the one recorded`)
    this.fact = fact
  }
}
