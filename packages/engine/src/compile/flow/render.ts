import type { StateDefinition, StateMap } from "../../asl/document.ts"
import type { Json, JsonObject } from "../../asl/json.ts"
import type { Note } from "../../plan/plan.ts"
import { type Draft, type Embedded, type Fields, type Way } from "./draft.ts"
import { speaking, stateNamesIn } from "./embedded.ts"
import type { Entry, Level } from "./level.ts"
import { expression } from "./place.ts"
import type { UniqueNames } from "./unique-names.ts"

/** Fields in the order in which people read them. */
const order = [
  "Type",
  "QueryLanguage",
  "Resource",
  "Label",
  "Items",
  "ItemSelector",
  "ItemBatcher",
  "MaxConcurrency",
  "ToleratedFailureCount",
  "ToleratedFailurePercentage",
  "ResultWriter",
  "ItemProcessor",
  "Branches",
  "Choices",
  "Default",
  "Arguments",
  "Seconds",
  "Timestamp",
  "TimeoutSeconds",
  "HeartbeatSeconds",
  "Retry",
  "Catch",
  "Error",
  "Cause",
  "Assign",
  "Output",
  "Next",
  "End",
]

/** A level's states as ASL, and their notes. */
export class Renderer {
  readonly notes: Record<string, Note> = {}
  readonly #names: UniqueNames
  readonly #mixed: boolean

  /** @param mixed - The machine's own language is JSONPath, for the states embedded in it. */
  constructor(names: UniqueNames, mixed: boolean = false) {
    this.#names = names
    this.#mixed = mixed
  }

  level(level: Level): StateMap {
    leaveOutHands(level)
    const states: Record<string, StateDefinition> = {}
    const first = level.start.next ?? ""
    if (level.first?.embedded !== undefined) for (const [key, entry] of level.kept) level.before.set(key, entry)
    const startAt = level.before.size === 0 ? first : this.#prologue(level, first, states)
    const kept = [...level.kept.values()].filter(
      ({ variable }) => ![...level.before.values()].some((entry) => entry.variable === variable),
    )
    for (const draft of reachable(level)) {
      states[draft.name] = this.#state(draft, draft === level.first ? kept : [])
      this.notes[draft.name] = noteOf(draft, draft === level.first ? kept : [])
      if (draft.embedded !== undefined)
        for (const name of stateNamesIn({ [draft.name]: draft.embedded.write(undefined) }))
          this.notes[name] ??= draft.note
    }
    return { StartAt: startAt, States: states }
  }

  /** Keeps what the level was entered with before its first state, which could not hand it on to its own levels. */
  #prologue(level: Level, first: string, states: Record<string, StateDefinition>): string {
    const name = this.#names.take(`${first} input`)
    states[name] = {
      Type: "Pass",
      ...(this.#mixed ? { QueryLanguage: "JSONata" } : {}),
      Assign: keeping([...level.before.values()]),
      Next: first,
    }
    // It does nothing outside: a cancelled line of control keeps what the way out of its first state reads.
    const { forward = false, ways = [] } = level.first ?? {}
    const led = ways.some(({ kind }) => kind === "cancelled")
    this.notes[name] = forward ? { role: "control", forward: true } : { role: led ? "saga" : "control" }
    return name
  }

  #state(draft: Draft, kept: readonly Entry[]): StateDefinition {
    if (draft.embedded !== undefined) return this.#embedded(draft.embedded)
    const fields: Fields = { Type: draft.type, ...(this.#mixed ? { QueryLanguage: "JSONata" } : {}), ...draft.fields }
    if (draft.type === "Parallel") fields.Branches = draft.levels.map((level) => this.level(level) as unknown as Json) // ASL is JSON
    const [processor] = draft.levels
    if (draft.type === "Map" && processor !== undefined)
      fields.ItemProcessor = {
        ...(draft.processorConfig === undefined ? {} : { ProcessorConfig: draft.processorConfig }),
        ...this.level(processor),
      } as unknown as Json // likewise
    for (const way of draft.ways) addWay(draft, fields, way, kept)
    return Object.fromEntries(
      order.flatMap((field) => (fields[field] === undefined ? [] : [[field, fields[field]]])),
    ) as unknown as StateDefinition // the fields of its type
  }

  #embedded({ language, write, exit }: Embedded): StateDefinition {
    const state = write(exit?.next)
    return (this.#mixed && language === "JSONata" ? speaking(state, language) : state) as unknown as StateDefinition // checked with the plan
  }
}

/** Where the Pass after embedded states only hands on what it is given, they end, or lead on, by themselves. */
function leaveOutHands(level: Level): void {
  for (const draft of level.drafts) {
    const [way] = draft.ways
    if (draft.hands === undefined || way === undefined || Object.keys(way.assign).length > 0) continue
    if (way.output !== undefined && way.output !== "{% $states.input %}") continue
    if (way.ends && !draft.hands.every((exit) => exit.draft?.embedded?.ends === true)) continue
    for (const exit of draft.hands) exit.next = way.ends ? undefined : way.next
  }
}

/** The states that something leads to: a loop that is always left early has a second way into its body that nothing takes. */
function reachable({ drafts, start }: Level): readonly Draft[] {
  const byName = new Map(drafts.map((draft) => [draft.name, draft]))
  const reached = new Set<Draft>()
  const open = [start.next]
  while (open.length > 0) {
    const draft = byName.get(open.pop() ?? "")
    if (draft === undefined || reached.has(draft)) continue
    reached.add(draft)
    open.push(...draft.ways.filter(({ kind }) => kind !== "cancelled").map((way) => way.next))
  }
  return drafts.filter((draft) => reached.has(draft) || draft.embedded !== undefined)
}

function noteOf({ note, ways, forward }: Draft, kept: readonly Entry[]): Note {
  const cancelled = ways.find(({ kind, ends, next }) => kind === "cancelled" && (ends || next !== undefined))
  return {
    ...note,
    ...(cancelled === undefined
      ? {}
      : {
          cancelled: {
            ...flowOf(cancelled, kept),
            ...(cancelled.next === undefined ? { End: true as const } : { Next: cancelled.next }),
          },
        }),
    ...(forward ? { forward: true as const } : {}),
  }
}

function flowOf(way: Way, kept: readonly Entry[]): { readonly Assign?: JsonObject; readonly Output?: Json } {
  const assign: JsonObject = { ...(way.ends ? {} : keeping(kept)), ...way.assign }
  return {
    ...(Object.keys(assign).length === 0 ? {} : { Assign: assign }),
    ...(way.output === undefined ? {} : { Output: way.output }),
  }
}

function addWay(draft: Draft, fields: Fields, way: Way, kept: readonly Entry[]): void {
  const flow = flowOf(way, kept)
  switch (way.kind) {
    case "cancelled":
      return
    case "rule":
      fields.Choices = [
        ...((fields.Choices as readonly Json[] | undefined) ?? []),
        { ...way.taken, ...flow, Next: way.next ?? "" },
      ] // a list of rules
      return
    case "catch":
      fields.Catch = [
        ...((fields.Catch as readonly Json[] | undefined) ?? []),
        { ...way.taken, ...flow, Next: way.next ?? "" },
      ] // a list of catchers
      return
    case "default":
      Object.assign(fields, flow, { Default: way.next ?? "" })
      return
    case "start":
    case "next":
      Object.assign(fields, flow, way.ends ? { End: true } : { Next: way.next ?? "" })
      // What has been kept in variables need not travel on as the next state's input.
      if (
        !way.ends &&
        way.output === undefined &&
        (draft.type === "Task" || draft.type === "Map" || draft.type === "Parallel")
      )
        fields.Output = {}
  }
}

function keeping(entries: readonly Entry[]): JsonObject {
  return Object.fromEntries(
    entries.map(({ variable, here, boxed }) => [variable, expression(boxed ? `{'value': ${here}}` : here)]),
  )
}
