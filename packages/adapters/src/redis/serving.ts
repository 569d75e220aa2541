import type { UnservedPlan } from "@stepwright/engine"

import type { Keys } from "./keys.ts"
import { planLength } from "./record.ts"
import type { Store } from "./store.ts"

/** Where it stands which plans can be run by somebody, each until when: by Redis's clock, in milliseconds. */
const servingKey = (keys: Keys): string => `${keys.root(0)}serving`

/** Says that the sessions of this process can run these plans, for as long as a lease. */
export async function tellServed({ server, keys, leaseMs }: Store, plans: readonly string[]): Promise<void> {
  if (plans.length === 0) return
  await server.ask(async (client) => {
    const until = (await timeOf(client)) + leaseMs
    await client.zadd(servingKey(keys), ...plans.flatMap((plan) => [until, plan]))
  })
}

/** Plans with work that no open session can run. What ended less than a lease ago still counts as open. */
export async function unservedPlans({ server, keys, plans, callersClock }: Store): Promise<readonly UnservedPlan[]> {
  return await server.ask(async (client) => {
    const now = await timeOf(client)
    const [ids, served] = await Promise.all([
      client.lrange(`${keys.root(0)}plan-ids`, 0, -1),
      client.zrange(servingKey(keys), `(${now}`, "+inf", "BYSCORE"),
    ])
    const open = new Set(served)
    const found: UnservedPlan[] = []
    for (const id of ids) {
      plans.add(id)
      const plan = id.slice(0, planLength)
      if (open.has(plan)) continue
      const counts = await Promise.all(
        keys.roots.flatMap((root) => [
          client.llen(`${root}r:${plan}`),
          client.llen(`${root}o:${plan}`),
          // Where callers tell the time, only they know what is due.
          callersClock ? Promise.resolve(0) : client.zcount(`${root}z:${plan}`, "-inf", now),
        ]),
      )
      const ready = counts.reduce((sum, count) => sum + count, 0)
      if (ready > 0) found.push({ plan: id, ready })
    }
    return found
  })
}

/** Redis's clock, in milliseconds since 1970. */
export async function timeOf(client: { time(): Promise<(number | string)[]> }): Promise<number> {
  const [seconds = 0, micros = 0] = await client.time()
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000)
}
