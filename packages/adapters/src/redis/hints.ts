import type { Keys } from "./keys.ts"
import type { Client } from "./server.ts"

/**
 * Hears from other processes that something may be waiting in a partition. What is said while the connection is lost
 * nobody hears: every partition is looked at when it is back.
 */
export async function listen(
  client: Client,
  keys: Keys,
  tag: string,
  heard: (partition: number) => void,
): Promise<void> {
  const partitions = new Map(keys.roots.map((root, partition) => [`${root}wake`, partition]))
  client.on("message", (channel: string, word: string) => {
    const partition = partitions.get(channel)
    // Of what this process started it knows.
    if (partition !== undefined && word !== tag) heard(partition)
  })
  const subscribe = async (): Promise<void> => void (await client.subscribe(...partitions.keys()))
  await subscribe()
  client.on("ready", () => {
    subscribe().then(
      () => {
        for (const partition of partitions.values()) heard(partition)
      },
      // One that was lost comes back by itself; one that is there, but did not answer, is deaf.
      () => client.status === "ready" && client.disconnect(true),
    )
  })
}
