import type { DeadLetter, ExecutionPage, ListExecutions, StoredPlan } from "../../ports/index.ts"
import { type Saboteur, saboteur, stateless, without } from "./saboteur.ts"

const many = 1000

/** Faults in keeping plans, in reading executions and in listing and pruning them. */
export const planAndListingSaboteurs: readonly Saboteur[] = [
  saboteur("overwrites a plan that is put again", () => {
    const latest = new Map<string, StoredPlan>()
    return (real) => ({
      plans: {
        put: (plan) => real.plans.put(latest.set(plan.id, plan).get(plan.id) ?? plan),
        get: async ({ id }) => latest.get(id) ?? real.plans.get({ id }),
        list: async () => (await real.plans.list()).map((plan) => latest.get(plan.id) ?? plan),
      },
    })
  }),
  stateless("lists plans by their ids", (real) => ({
    plans: { list: async () => (await real.plans.list()).toSorted((a, b) => (a.id < b.id ? -1 : 1)) },
  })),
  stateless("lists plans from the first one each time", (real) => ({ plans: { list: () => real.plans.list() } })),
  stateless("takes some plan for an unknown one", (real) => ({
    plans: { get: async ({ id }) => (await real.plans.get({ id })) ?? (await real.plans.list())[0] },
  })),
  stateless("loses a plan's machine", (real) => ({
    plans: {
      async get({ id }) {
        const plan = await real.plans.get({ id })
        return plan && { ...plan, machine: "" }
      },
    },
  })),
  stateless("answers every start alike", (real) => ({
    executions: {
      async start(execution) {
        await real.executions.start(execution)
        return { outcome: "started" }
      },
    },
  })),
  stateless("starts an execution of an unknown plan by another", (real) => ({
    executions: {
      async start(execution) {
        const result = await real.executions.start(execution)
        const [plan] = result.outcome === "no-plan" ? await real.plans.list() : []
        return plan === undefined ? result : real.executions.start({ ...execution, plan: plan.id })
      },
    },
  })),
  stateless("loses the header", (real) => ({
    executions: {
      async get({ id }) {
        const record = await real.executions.get({ id })
        return record && { ...record, header: "" }
      },
    },
  })),
  stateless("has an empty journal for an unknown execution", (real) => ({
    executions: { journal: async (params) => (await real.executions.journal(params)) ?? [] },
  })),
  stateless("reads a journal from its beginning", (real) => ({
    executions: { journal: (params) => real.executions.journal(without(params, "from")) },
  })),
  stateless("reads a journal to its end", (real) => ({
    executions: { journal: (params) => real.executions.journal(without(params, "limit")) },
  })),
  stateless("lists the oldest start first", (real) => ({
    executions: {
      async list(params) {
        const page = await real.executions.list(params)
        return { ...page, executions: page.executions.toReversed() }
      },
    },
  })),
  listing("ignores the machine in a listing", (params) => without(params, "machine")),
  listing("ignores the status in a listing", (params) => without(params, "status")),
  listing("ignores the map run in a listing", (params) => without(params, "mapRun")),
  stateless("starts executions of map runs like any other", (real) => ({
    executions: { start: (execution) => real.executions.start(without(execution, "mapRun")) },
  })),
  listing("ignores the limit of a listing", (params) => ({ ...params, limit: many })),
  listing("begins a listing anew for a cursor that it does not know", (params) =>
    /^\d/.test(params.cursor ?? "") ? params : without(params, "cursor"),
  ),
  stateless("goes on with a listing by counting rows", (real) => ({
    executions: {
      async list(params) {
        const from = Number(params.cursor ?? 0)
        const { executions } = await real.executions.list({ ...without(params, "cursor"), limit: many })
        const page = executions.slice(from, from + params.limit)
        return from + params.limit < executions.length
          ? { executions: page, cursor: String(from + params.limit) }
          : { executions: page }
      },
    },
  })),
  paging("ends a listing with its first page", (page) => without(page, "cursor")),
  paging("goes on after the last page", (page) => ({ cursor: "0..", ...page })),
  paging("loses when an execution ended", (page) => ({
    ...page,
    executions: page.executions.map((each) => without(each, "stoppedAt")),
  })),
  stateless("only counts what it should prune", (real) => ({
    executions: {
      async prune({ closedBefore, limit }) {
        const { executions } = await real.executions.list({ limit: many })
        const old = executions.filter(({ stoppedAt = Infinity }) => stoppedAt < closedBefore)
        return { removed: Math.min(limit, old.length) }
      },
    },
  })),
  stateless("prunes whatever has ended", (real) => ({
    executions: { prune: ({ limit }) => real.executions.prune({ closedBefore: 1e15, limit }) },
  })),
  stateless("prunes without a limit", (real) => ({
    executions: { prune: ({ closedBefore }) => real.executions.prune({ closedBefore, limit: many }) },
  })),
  stateless("prunes whatever is named", (real) => ({
    executions: {
      prune: (params) => real.executions.prune({ ...params, closedBefore: params.ids ? 1e15 : params.closedBefore }),
    },
  })),
  stateless("prunes more than is named", (real) => ({
    executions: { prune: ({ closedBefore, limit }) => real.executions.prune({ closedBefore, limit }) },
  })),
  stateless("tells nothing of what it may prune", () => ({ executions: { prunable: async () => [] } })),
  stateless("takes all that has stopped for what it may prune", (real) => ({
    executions: {
      async prunable({ closedBefore, limit }) {
        const { executions } = await real.executions.list({ limit: many })
        const old = executions.filter(({ stoppedAt = Infinity }) => stoppedAt < closedBefore)
        return old.slice(0, limit).map(({ id }) => id)
      },
    },
  })),
  stateless("tells of all that it may prune at once", (real) => ({
    executions: { prunable: ({ closedBefore }) => real.executions.prunable({ closedBefore, limit: many }) },
  })),
  stateless("prunes open dead letters as well", (real) => ({
    executions: {
      async prune(params) {
        for (const { id } of (await real.deadLetters.list({ limit: many })).letters)
          await real.deadLetters.change({ id, change: { status: "DROPPED", at: 0 } })
        return real.executions.prune(params)
      },
    },
  })),
  saboteur("keeps settled dead letters for ever", () => {
    const kept = new Map<string, DeadLetter>()
    return (real) => ({
      executions: {
        async prune(params) {
          for (const letter of (await real.deadLetters.list({ limit: many })).letters)
            if (letter.status !== "OPEN") kept.set(letter.id, letter)
          return real.executions.prune(params)
        },
      },
      deadLetters: {
        get: async ({ id }) => (await real.deadLetters.get({ id })) ?? kept.get(id),
        async list(params) {
          const page = await real.deadLetters.list(params)
          return { ...page, letters: [...page.letters, ...kept.values()] }
        },
      },
    })
  }),
  saboteur("prunes what is parked", () => {
    const hidden = new Set<string>()
    return (real) => ({
      executions: {
        async prune({ closedBefore, limit }) {
          const { executions } = await real.executions.list({ limit: many, status: "PARKED" })
          for (const { id } of executions) hidden.add(id)
          return { removed: (await real.executions.prune({ closedBefore, limit })).removed + executions.length }
        },
        async list(params) {
          const page = await real.executions.list(params)
          return { ...page, executions: page.executions.filter(({ id }) => !hidden.has(id)) }
        },
      },
    })
  }),
  stateless("prunes what is about to be redriven", (real) => ({
    executions: {
      async prune({ closedBefore, limit }) {
        const { executions } = await real.executions.list({ limit: many })
        const old = executions.filter(
          ({ stoppedAt = Infinity, status }) => status !== "PARKED" && stoppedAt < closedBefore,
        )
        await real.executions.prune({ closedBefore, limit })
        return { removed: Math.min(limit, old.length) }
      },
    },
  })),
  saboteur("remembers tokens of what was pruned", () => {
    let pruned = false
    return (real) => ({
      executions: {
        async prune(params) {
          const result = await real.executions.prune(params)
          pruned ||= result.removed > 0
          return result
        },
      },
      inbox: {
        async answer(params) {
          const result = await real.inbox.answer(params)
          return pruned && result === "unknown" ? "closed" : result
        },
      },
    })
  }),
]

function listing(name: string, change: (params: ListExecutions) => ListExecutions): Saboteur {
  return stateless(name, (real) => ({ executions: { list: (params) => real.executions.list(change(params)) } }))
}

function paging(name: string, change: (page: ExecutionPage) => ExecutionPage): Saboteur {
  return stateless(name, (real) => ({
    executions: { list: async (params) => change(await real.executions.list(params)) },
  }))
}
