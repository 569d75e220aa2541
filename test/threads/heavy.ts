import { threadId } from "node:worker_threads"

interface Context {
  readonly key: string
  readonly heartbeat: () => void
  readonly log: { info(message: string, facts?: object): void }
}

/** Computes for so long, or for ever. */
export function spin({ ms }: { readonly ms: number }, { key, heartbeat, log }: Context): object {
  const end = performance.now() + ms
  while (performance.now() < end);
  heartbeat()
  log.info("spun", { ms })
  return { thread: threadId, key }
}

export function handler({ how }: { readonly how: string }): never {
  if (how === "exit") process.exit(3)
  throw Object.assign(new Error("the oven is cold"), { name: "Oven.Cold" })
}
