import type { Backend } from "../../../ports/index.ts"
import type { Clause } from "../clause.ts"
import { refuses } from "../refuses.ts"
import { execution, letterId, planOf, tokenOf } from "../stage.ts"

/** {@link Backend.close} */
export const closingClauses: readonly Clause[] = [
  {
    name: "closing a backend again changes nothing",
    async check({ backend }) {
      await backend.close()
      await backend.close()
    },
  },
  {
    name: "every call of a closed backend rejects BACKEND_CLOSED",
    async check(stage) {
      const worker = await stage.running("e")
      await stage.backend.close()
      for (const call of calls(stage.backend, worker.session)) await refuses("BACKEND_CLOSED", call)
    },
  },
]

function calls(backend: Backend, session: string): readonly (() => Promise<unknown>)[] {
  const { plans, executions, sessions, inbox, deadLetters, documents } = backend
  return [
    () => plans.put({ id: planOf("a"), machine: "m", text: "" }),
    () => plans.get({ id: planOf("a") }),
    () => plans.list(),
    () => executions.start(execution("f")),
    () => executions.get({ id: "e" }),
    () => executions.journal({ id: "e" }),
    () => executions.list({ limit: 1 }),
    () => executions.prune({ closedBefore: 1, limit: 1 }),
    () => executions.prunable({ closedBefore: 1, limit: 1 }),
    () => sessions.open({ worker: "w", plans: [], onWake: () => {} }),
    () => sessions.tick({ session, now: 1, commits: [], want: 0 }),
    () => sessions.close({ session }),
    ...(sessions.unserved === undefined ? [] : [() => sessions.unserved?.() ?? Promise.resolve()]),
    () => sessions.serve({ session, plans: [] }),
    () => documents.get({ key: "k" }),
    () => documents.put({ key: "k", text: "", expected: 0 }),
    () => documents.remove({ key: "k", expected: 1 }),
    () => documents.list({ prefix: "", limit: 1 }),
    () => inbox.send({ execution: "e", body: "", when: ["RUNNING"] }),
    () => inbox.answer({ token: tokenOf("e", "t"), body: "", final: true }),
    () => deadLetters.list({ limit: 1 }),
    () => deadLetters.get({ id: letterId("e", "l") }),
    () => deadLetters.change({ id: letterId("e", "l"), change: { status: "DROPPED", at: 1 } }),
  ]
}
