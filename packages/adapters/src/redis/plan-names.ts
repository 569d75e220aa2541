import type { Plans, StoredPlan } from "@stepwright/engine"

import type { Keys } from "./keys.ts"
import { planLength } from "./record.ts"
import { refusal } from "./redis-error.ts"
import type { Server } from "./server.ts"
import { fromStored, toStored } from "./text.ts"

/** Whole ids of plans by their beginnings, which is what executions keep. Plans are never removed. */
export class PlanNames {
  readonly #server: Server
  readonly #keys: Keys
  readonly #byBeginning = new Map<string, string>()

  constructor(server: Server, keys: Keys) {
    this.#server = server
    this.#keys = keys
  }

  readonly of = (beginning: string): string => this.#byBeginning.get(beginning) ?? beginning

  add(id: string): void {
    this.#byBeginning.set(id.slice(0, planLength), id)
  }

  /** Learns what others have stored, where a beginning is not known yet. */
  async learn(beginnings: Iterable<string>): Promise<void> {
    for (const beginning of beginnings) {
      if (this.#byBeginning.has(beginning)) continue
      const ids = await this.#server.ask((client) => client.lrange(`${this.#keys.root(0)}plan-ids`, 0, -1))
      for (const id of ids) this.add(id)
      return
    }
  }
}

/**
 * Plans: their texts in the first partition, and in each the beginnings of their ids, so that the script that starts
 * executions finds them. The text comes first: what a partition knows is stored.
 */
export function redisPlans(server: Server, keys: Keys, names: PlanNames): Plans {
  const list = `${keys.root(0)}plan-ids`
  const beginnings = `${keys.root(0)}plan-beginnings`
  const texts = `${keys.root(0)}plan-texts`
  return {
    async put({ id, machine, text }) {
      const beginning = id.slice(0, planLength)
      // What is stored is not written again: a server whose memory is full would refuse that.
      const [known, there, place] = await server.ask((client) =>
        Promise.all([client.hget(beginnings, beginning), client.hexists(texts, id), client.lpos(list, id)]),
      )
      const complete = known === id && there === 1 && place !== null
      const stored = JSON.stringify([machine, toStored(text)])
      const other = complete ? id : await server.run<string>("plan", [keys.root(0)], [id, beginning, stored])
      if (other !== id) throw refusal("INVARIANT", `The plans ${id} and ${other} begin alike.`)
      await server.ask(async (client) => {
        const know = async (root: string): Promise<void> => {
          if ((await client.sismember(`${root}plans`, beginning)) === 0) await client.sadd(`${root}plans`, beginning)
        }
        await Promise.all(keys.roots.map(know))
      })
      names.add(id)
    },
    async get({ id }) {
      const stored = await server.ask((client) => client.hget(texts, id))
      return stored === null ? undefined : planOf(id, stored)
    },
    async list({ from = 0 } = {}) {
      return await server.ask(async (client) => {
        const ids = await client.lrange(list, from, -1)
        const stored = ids.length === 0 ? [] : await client.hmget(texts, ...ids)
        return ids.flatMap((id, index) => (stored[index] == null ? [] : [planOf(id, stored[index])]))
      })
    },
  }
}

function planOf(id: string, stored: string): StoredPlan {
  const [machine, text] = JSON.parse(stored) as [string, string] // as `put` writes it
  return { id, machine, text: fromStored(text) }
}
