import { TaskError } from "@stepwright/dsl"
import { type Order, placeOrder } from "@stepwright/example-orders/workflow"
import orders from "@stepwright/example-orders/orders.json" with { type: "json" }
import { bookTrip } from "@stepwright/example-travel/workflow"
import type { HistoryEvent } from "@stepwright/engine"
import { isJsonObject, type Json, type JsonObject } from "@stepwright/engine/asl"
import { compile } from "@stepwright/engine/compile"
import { never, runTest, type TestRun } from "stepwright/testing"

import { absent, type Scope } from "../../packages/engine/src/query/scope.ts"

/** An expression that the compiler put into a plan, in the scopes in which executions came to where it stands. */
export interface Emitted {
  readonly source: string
  /** What stands in a Choice's rule that was not taken may fail in some of them. */
  readonly scopes: readonly EmittedScope[]
}

/** A scope, and the same as the library's bindings. */
export interface EmittedScope extends Scope {
  readonly bindings: JsonObject
}

/** Every different expression of the examples' plans that some execution of them comes to. */
export async function emittedExpressions(): Promise<readonly Emitted[]> {
  const order = orders.find(({ items }) => items.length > 1) as Order // our file
  const shop = {
    "check-order": { lines: 1 },
    "reserve-stock": { reservationId: "r-1" },
    "charge-card": { paymentId: "p-1" },
    "pick-item": { shelf: "A" },
    "print-label": { tracking: "t-1" },
    "write-to-customer": null,
    "release-stock": null,
    "refund-card": null,
    "refund-by-key": null,
  }
  const trip = { traveller: "Ada", city: "Lisbon", nights: 3, card: "visa", price: 89_900 }
  const agency = {
    "book-flight": { code: "F" },
    "book-hotel": { code: "H" },
    "rent-car": { code: "C" },
    "cancel-flight": null,
    "cancel-hotel": null,
    "cancel-car": null,
    pay: { paymentId: "p" },
    "ask-the-bank": { outcome: "applied", result: { paymentId: "p" } },
    "issue-tickets": { tickets: 3 },
  } as const
  const lost = new TaskError("Lost", { cause: "at sea" })
  const shopRuns = [{}, { "charge-card": never }, { "print-label": lost }, { "print-label": lost, "refund-card": lost }]
  const agencyRuns = [{}, { "rent-car": lost }, { pay: never }, { pay: lost, "cancel-hotel": lost }]
  const found: Found = new Map()
  for (const other of shopRuns)
    collect(placeOrder, await runTest(placeOrder, { input: order, mocks: { ...shop, ...other } }), found)
  for (const other of agencyRuns)
    collect(bookTrip, await runTest(bookTrip, { input: trip, mocks: { ...agency, ...other } }), found)
  return [...found].map(([source, scopes]) => ({ source, scopes }))
}

/** Scopes by expression. */
type Found = Map<string, EmittedScope[]>

type Compiled = Parameters<typeof compile>[0]

function collect(workflow: { readonly tree: Compiled }, run: TestRun<unknown>, found: Found): void {
  const states = statesByName(compile(workflow.tree).plan.definition as unknown as JsonObject) // ASL is JSON
  const variables: Record<string, Json> = {}
  const entered = new Map<string, Json>()
  const exits = new Exits()
  let last: HistoryEvent | undefined
  for (const event of run.history) {
    const { type, name = "" } = event
    if (type.endsWith("StateEntered")) {
      entered.set(name, event.input ?? null)
      const { Assign: _assign, Output: _output, Catch: _catch, ...before } = states.get(name) ?? {}
      add(before, scopeOf(name, event.input ?? null, variables, undefined), found)
    } else if (type.endsWith("StateExited")) {
      const { Assign = null, Output = null } = states.get(name) ?? {}
      const branched = last?.type === "ParallelStateSucceeded" ? exits.ofBranches(states.get(name)) : undefined
      const result = branched ?? (last?.type === "TaskSucceeded" ? last.output : event.output)
      exits.add(name, event.output ?? null)
      add([Assign, Output], scopeOf(name, entered.get(name) ?? null, variables, result), found)
      Object.assign(variables, event.assignedVariables)
    }
    last = event
  }
}

/** What states ended with, the latest last. */
class Exits {
  readonly #outputs = new Map<string, Json>()

  add(state: string, output: Json): void {
    this.#outputs.delete(state)
    this.#outputs.set(state, output)
  }

  /** A Parallel state's result: what the last state of each branch ended with. */
  ofBranches(state: JsonObject | undefined): Json {
    const branches = state?.Branches as readonly { readonly States: JsonObject }[] // a definition that was compiled
    return branches.map(({ States }) => {
      const [, output = null] = [...this.#outputs].findLast(([name]) => Object.hasOwn(States, name)) ?? []
      return output
    })
  }
}

function statesByName(level: JsonObject, all = new Map<string, JsonObject>()): ReadonlyMap<string, JsonObject> {
  const states = isJsonObject(level.States) ? level.States : {}
  for (const [name, state] of Object.entries(states)) {
    if (!isJsonObject(state)) continue
    all.set(name, state)
    const branches = Array.isArray(state.Branches) ? (state.Branches as readonly Json[]) : [] // isArray does not narrow
    for (const inner of [...branches, state.ItemProcessor ?? null]) if (isJsonObject(inner)) statesByName(inner, all)
  }
  return all
}

/** Expressions of a payload; those of the machines inside a state are their own states'. */
function add(payload: Json, scope: EmittedScope, found: Found): void {
  if (typeof payload === "string") {
    const source = /^\{%(.*)%\}$/s.exec(payload)?.[1]?.trim()
    if (source !== undefined) found.set(source, [...(found.get(source) ?? []), scope])
  } else if (Array.isArray(payload)) for (const item of payload as readonly Json[]) add(item, scope, found)
  else if (isJsonObject(payload)) {
    for (const [key, value] of Object.entries(payload))
      if (key !== "ItemProcessor" && key !== "Branches") add(value, scope, found)
  }
}

function scopeOf(name: string, input: Json, before: JsonObject, result: Json | undefined): EmittedScope {
  const variables = { ...before }
  const id = "arn:aws:states:us-east-1:111111111111:execution:machine:run"
  const context = {
    Execution: { Id: id, Input: {}, Name: "run", StartTime: "2025-01-01T00:00:00.000Z", RedriveCount: 0 },
    State: { Name: name, EnteredTime: "2025-01-01T00:00:00.000Z", RetryCount: 0 },
  }
  return {
    input,
    result,
    nowMs: Date.UTC(2025, 0, 1),
    seed: "seed",
    context: () => context,
    // As the core answers.
    contextField: (section, field) => {
      if (section === "State") return field === "RetryCount" ? 0 : undefined
      if (section !== "Execution") return undefined
      if (field === "RedriveTime") return absent
      return field === "Id" || field === "StartTime" ? context.Execution[field] : undefined
    },
    variable: (variable) => variables[variable],
    bindings: { ...variables, states: { input, context, ...(result === undefined ? {} : { result }) } },
  }
}
