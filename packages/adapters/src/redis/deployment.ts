import { mostPartitions, rootOf } from "./keys.ts"
import { refusal } from "./redis-error.ts"
import type { Client } from "./server.ts"

/** The format of all that is stored. A store of any other is refused, and not touched. */
const format = "1"

/** What a deployment is asked to be. */
export interface Asked {
  readonly prefix: string
  /** Undefined: as it is. */
  readonly partitions: number | undefined
  /** For one that is new. */
  readonly defaultPartitions: number
  readonly clock: "server" | "caller"
}

/**
 * Looks a deployment up, or founds it where there is none.
 * @returns into how many partitions it is divided
 * @throws {AdapterError} `STORE_VERSION`, `STORE_PARTITIONS`, `STORE_FOR_TESTS`
 */
export async function deploymentOf(client: Client, asked: Asked): Promise<number> {
  const { prefix, partitions, defaultPartitions, clock } = asked
  if (partitions !== undefined && !(Number.isInteger(partitions) && partitions >= 1 && partitions <= mostPartitions))
    throw refusal("STORE_PARTITIONS", `A store has 1 to ${mostPartitions} partitions, not ${partitions}.`)
  const key = `${rootOf(prefix, 0)}meta`
  let found = await client.hgetall(key)
  if (found["format"] === undefined) {
    // Of two that found it at the same time one is first, field by field.
    await Promise.all([
      client.hsetnx(key, "partitions", String(partitions ?? defaultPartitions)),
      client.hsetnx(key, "clock", clock),
    ])
    await client.hsetnx(key, "format", format)
    found = await client.hgetall(key)
  }
  if (found["format"] !== format)
    throw refusal("STORE_VERSION", `'${prefix}' holds the format ${found["format"]}; this release knows ${format}.`)
  if (found["clock"] !== clock) {
    const is = found["clock"] === "caller" ? "is for tests: its time stands still" : "is not for tests"
    throw refusal("STORE_FOR_TESTS", `'${prefix}' ${is}.`)
  }
  const count = Number(found["partitions"])
  if (partitions !== undefined && partitions !== count)
    throw refusal("STORE_PARTITIONS", `'${prefix}' has ${count} partitions, not ${partitions}.`)
  return count
}
