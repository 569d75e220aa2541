interface Stoppable {
  stop(): Promise<void>
}

/** Starts several servers at once. If one does not come up, the others are stopped before that is told. */
export async function together<Server extends Stoppable>(
  starting: readonly Promise<Server>[],
): Promise<readonly Server[]> {
  const outcomes = await Promise.allSettled(starting)
  const failed = outcomes.find((outcome) => outcome.status === "rejected")
  const started = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []))
  if (failed === undefined) return started
  await stopAll(started)
  throw failed.reason
}

/** Stops them all at once, each even if another cannot be. */
export async function stopAll(servers: readonly Stoppable[]): Promise<void> {
  const outcomes = await Promise.allSettled(servers.map((server) => server.stop()))
  const failed = outcomes.find((outcome) => outcome.status === "rejected")
  if (failed !== undefined) throw failed.reason
}
