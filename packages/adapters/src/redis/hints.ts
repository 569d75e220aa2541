import type { Keys } from "./keys.ts"
import type { Client } from "./server.ts"

/** Hears from other processes that something may be waiting in a partition. */
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
  await client.subscribe(...partitions.keys())
}
