import type { Message, Reserved } from "@stepwright/engine"

import type { FreshStart } from "./fresh-starts.ts"
import { indexOf, planLength, readMeta, readStanding, type Standing, summaryOf } from "./record.ts"
import type { Owned } from "./session.ts"
import { fromStored } from "./text.ts"

/** What `tick.lua` answers: 0, or the time and what it has for each partition. */
export type TickAnswer = 0 | readonly [now: number, ...partitions: readonly PartitionAnswer[]]

export type PartitionAnswer = readonly [
  refused: readonly string[],
  messages: readonly string[],
  first: readonly (string | LoadedAnswer)[],
  others: readonly (string | LoadedAnswer)[],
  more: number,
  nextDue: string,
  untold: number,
]

/** An execution that was read: its route, its list from the checkpoint on, the checkpoint, its inbox and its number. */
export type LoadedAnswer = readonly [
  route: string,
  list: readonly string[],
  checkpoint: string | null,
  messages: readonly string[],
  number: string,
]

/** An execution handed out, and what the session keeps of it. */
export interface Taken {
  readonly reserved: Reserved
  readonly owned: Owned
}

const none: readonly never[] = []
const fresh: Standing = { status: "RUNNING", deliveries: 0, countedAt: 0, checkpoint: -1 }

/** One that this process started itself: nothing had to be read. */
export function takenFresh(route: string, partition: number, { execution, number }: FreshStart): Taken {
  const { id, plan } = execution
  const reserved: Reserved = {
    ...execution,
    status: "RUNNING",
    facts: none,
    length: 0,
    messages: none,
    deliveries: 1,
  }
  const index = indexOf(execution)
  const owned = { id, route, partition, plan: plan.slice(0, planLength), index, number, standing: fresh, handed: 0 }
  return { reserved, owned }
}

export function takenLoaded(
  [route, list, checkpoint, inbox, number]: LoadedAnswer,
  partition: number,
  planOf: (beginning: string) => string,
): Taken {
  const [storedMeta = "", storedStanding = "", header = "", input = ""] = list
  const meta = readMeta(storedMeta, planOf)
  const standing = readStanding(storedStanding, list.at(-1))
  const facts = list.length === 4 ? none : list.slice(4).map(fromStored)
  const length = Math.max(0, standing.checkpoint) + facts.length
  const messages = messagesOf(inbox)
  const reserved: Reserved = {
    ...summaryOf(meta, standing),
    ...standing.outcome,
    header: fromStored(header),
    input: fromStored(input),
    ...(checkpoint === null ? {} : { checkpoint: { length: standing.checkpoint, state: fromStored(checkpoint) } }),
    facts,
    length,
    messages,
    deliveries: (length > standing.countedAt ? 0 : standing.deliveries) + 1,
  }
  const owned = {
    id: meta.id,
    route,
    partition,
    plan: storedMeta.slice(0, planLength),
    index: indexOf(meta),
    number,
    standing,
    handed: Number(messages.at(-1)?.id ?? 0),
  }
  return { reserved, owned }
}

/** Messages in the order in which they came: their ids rise. */
function messagesOf(inbox: readonly string[]): readonly Message[] {
  if (inbox.length === 0) return none
  const messages: Message[] = []
  for (let at = 0; at < inbox.length; at += 2) {
    messages.push({ id: inbox[at] ?? "", body: fromStored(inbox[at + 1] ?? "") })
  }
  return messages.sort((a, b) => Number(a.id) - Number(b.id))
}
