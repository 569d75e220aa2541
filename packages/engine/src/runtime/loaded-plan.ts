import { hash } from "node:crypto"

import { compileMachine, type Machine } from "../core/index.ts"
import { EngineError } from "../errors.ts"
import { cancelRulesOf } from "../plan/cancel-rules.ts"
import type { Plan } from "../plan/plan.ts"
import type { StoredPlan } from "../ports/plans.ts"
import { type Route, routesOf } from "./route.ts"
import { seedTokens } from "./seed.ts"

/** A plan that can be run: compiled, with the way that each task's orders take. */
export interface LoadedPlan {
  /** sha256 of definition, bindings, schemas, target, type and the ways of cancellation: other notes may change freely. */
  readonly id: string
  readonly name: string
  readonly plan: Plan
  readonly machine: Machine
  /** By state name. */
  readonly routes: ReadonlyMap<string, Route>
  /** Whether any of its tasks may be answered by token. */
  readonly awaitsTokens: boolean
  /** Whether any of its tasks has a task queue. */
  readonly isOnQueues: boolean
  /** Whether any of its tasks awaits a child workflow. */
  readonly awaitsChildren: boolean
  /** Whether it writes dead letters. */
  readonly writesLetters: boolean
}

const loadedPlans = new WeakMap<Plan, LoadedPlan>()

/**
 * A plan as it is run; compiled once, whoever runs it: a client and a worker of one process share it.
 * @throws {EngineError} `PLAN_INVALID`
 */
export function loadPlan(plan: Plan): LoadedPlan {
  let loaded = loadedPlans.get(plan)
  if (loaded === undefined) loadedPlans.set(plan, (loaded = load(plan)))
  return loaded
}

function load(plan: Plan): LoadedPlan {
  const { definition, bindings, schemas, target, type } = plan
  const cancel = cancelRulesOf(plan.notes)
  const id = hash(
    "sha256",
    JSON.stringify({ definition, bindings, schemas, target, type, cancel: identifying(cancel) }),
    "hex",
  )
  try {
    const machine = compileMachine(definition, {
      taskToken: seedTokens,
      strict: target === "aws",
      express: type === "EXPRESS",
      cancel,
    })
    const routes = routesOf(plan)
    const isOnQueues = [...routes.values()].some((route) => route.kind === "task" && route.queue !== undefined)
    const awaitsTokens =
      isOnQueues ||
      machine.states.some(
        (state) =>
          (state.type === "Task" && state.resource.pattern !== "request-response") ||
          (state.type === "Map" && state.distributed),
      )
    const awaitsChildren = [...routes.values()].some((route) => route.kind === "child" && route.mode !== "start")
    const writesLetters = [...routes.values()].some(({ kind }) => kind === "deadLetter")
    return { id, name: plan.name, plan, machine, routes, awaitsTokens, isOnQueues, awaitsChildren, writesLetters }
  } catch (cause) {
    const message = `The state machine '${plan.name}' cannot be run: ${cause instanceof Error ? cause.message : String(cause)}.`
    throw new EngineError({ code: "PLAN_INVALID", message, cause })
  }
}

/** The rules that lead somewhere; without any, nothing. */
function identifying(rules: ReturnType<typeof cancelRulesOf>): object | undefined {
  const ways = Object.entries(rules).filter(([, rule]) => typeof rule === "object" || rule === "forward")
  return ways.length === 0 ? undefined : Object.fromEntries(ways)
}

/** What is stored of a plan. */
export function storedPlan(loaded: LoadedPlan): StoredPlan {
  return { id: loaded.id, machine: loaded.name, text: JSON.stringify(loaded.plan) }
}

/** @throws {EngineError} `PLAN_INVALID` */
export function readPlan(stored: StoredPlan): LoadedPlan {
  return loadPlan(JSON.parse(stored.text) as Plan) // written by storedPlan
}
