import type { Redis } from "ioredis"

/** A key as a test can read it: the type, and what its command of that type takes. */
export interface RecordedKey {
  readonly key: string
  readonly type: keyof typeof commands
  readonly values: readonly string[]
}

/** For each type how it is read, and how it is written. */
const commands = {
  string: { read: ["GET"], write: "SET" },
  hash: { read: ["HGETALL"], write: "HSET" },
  list: { read: ["LRANGE", "0", "-1"], write: "RPUSH" },
  set: { read: ["SMEMBERS"], write: "SADD" },
  zset: { read: ["ZRANGE", "0", "-1", "WITHSCORES"], write: "ZADD" },
} as const

/**
 * Everything under a prefix, which is left out of the keys.
 * @throws {Error} where a key has a time to live: when it is written back is not known
 */
export async function readKeys(client: Redis, prefix: string): Promise<readonly RecordedKey[]> {
  const all = await client.keys(`${prefix}*`)
  return await Promise.all(
    all.toSorted().map(async (key) => {
      if ((await client.pttl(key)) !== -1) throw new Error(`${key} has a time to live`)
      const type = (await client.type(key)) as RecordedKey["type"] // the store uses no others
      const [command, ...rest] = commands[type].read
      // By a script, whose answers are flat lists whatever the protocol.
      const found = await client.eval("return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))", 1, key, command, ...rest)
      const values = typeof found === "string" ? [found] : (found as readonly string[]) // what these commands answer
      return { key: key.slice(prefix.length), type, values: type === "set" ? values.toSorted() : values }
    }),
  )
}

/** Writes it under another prefix. */
export async function writeKeys(client: Redis, prefix: string, keys: readonly RecordedKey[]): Promise<void> {
  for (const { key, type, values } of keys) {
    const given = type === "zset" ? swapped(values) : values
    await client.call(commands[type].write, prefix + key, ...given)
  }
}

/** Members with scores are read the other way round than they are written. */
function swapped(pairs: readonly string[]): readonly string[] {
  return pairs.flatMap((text, index) => (index % 2 === 0 ? [pairs[index + 1] ?? "", text] : []))
}
