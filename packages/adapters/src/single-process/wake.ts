/** The part of a session that is told when something may be waiting for it. */
export interface Wakeable {
  readonly plans: string[]
  readonly planSet: Set<string>
  readonly onWake: () => void
  /** Ended: it is told nothing any more. */
  ended: boolean
  /** It learns of everything from its tick's answer. */
  ticking: boolean
  waking: boolean
}

/** Adds plans to those of a session, which is then told. Answers the new ones. */
export function serve(session: Wakeable, plans: readonly string[]): readonly string[] {
  const added = [...new Set(plans)].filter((plan) => !session.planSet.has(plan))
  for (const plan of added) session.planSet.add(plan)
  session.plans.push(...added)
  if (added.length > 0) wake(session)
  return added
}

/**
 * Tells a session, once for all that happens in this turn of the event loop, and never in the middle of another
 * call: a session may tick from its `onWake`.
 */
export function wake(session: Wakeable): void {
  if (session.ticking || session.waking) return
  session.waking = true
  queueMicrotask(() => {
    session.waking = false
    if (!session.ended) session.onWake()
  })
}
