import { isJsonObject, type JsonObject } from "../asl/json.ts"
import { pendingCommands, type RunTask } from "../core/index.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { ExecutionRecord } from "../ports/executions.ts"
import type { Answers } from "./answers.ts"
import { awaitedToken } from "./awaited-token.ts"
import { childIdOf, childNameOf, machineOf } from "./child-id.ts"
import { isExecutionName } from "./execution-name.ts"
import type { TaskFailure } from "./handler-failure.ts"
import type { LoadedPlan } from "./loaded-plan.ts"
import type { Logger } from "./logger.ts"
import { messageText } from "./message.ts"
import type { Owned } from "./owned.ts"
import type { Route } from "./route.ts"
import type { Starter, Starting } from "./starter.ts"
import type { Errand as StoreErrand, StoreErrands } from "./store-errands.ts"
import { type ParentLink, readHeader } from "./stored-header.ts"
import { Work } from "./work.ts"

/** What a child starter works with. */
export interface ChildParts {
  readonly backend: Backend
  readonly starter: Starter
  readonly clock: Clock
  readonly logger: Logger
  readonly errands: StoreErrands
  readonly planOf: (machine: string) => LoadedPlan | undefined
  readonly storedPlanOf?: ((machine: string) => Promise<LoadedPlan | undefined>) | undefined
  readonly isExpress: (machine: string) => boolean
}

type ChildRoute = Extract<Route, { readonly kind: "child" }>
type Stored = Awaited<ReturnType<Starter["start"]>>

/** One order to start a child, while the store has not answered. */
interface Errand extends StoreErrand {
  readonly order: RunTask
  readonly route: ChildRoute
  readonly input: string
  readonly parent: ParentLink
}

/** Starts and stops child workflows: executions of their own in the same backend. */
export class ChildStarter {
  readonly #parts: ChildParts

  constructor(parts: ChildParts) {
    this.#parts = parts
  }

  /** Starts a child; doing it again for the same order finds the one that was started. */
  start(owned: Owned, work: Work, order: RunTask, route: ChildRoute, answers: Answers): void {
    const machine = route.machine ?? machineOf(order)
    const plan = this.#parts.planOf(machine)
    const stored = plan === undefined ? this.#parts.storedPlanOf?.(machine) : undefined
    if (stored === undefined) return this.#start(owned, work, order, route, answers, plan)
    owned.errands++
    stored
      .then((found) => this.#start(owned, work, order, route, answers, found))
      .catch((error: unknown) => answers.submitFailed(owned, work, serviceFailed(error)))
      .finally(() => {
        owned.errands--
        answers.rested(owned)
      })
  }

  #start(
    owned: Owned,
    work: Work,
    order: RunTask,
    route: ChildRoute,
    answers: Answers,
    plan: LoadedPlan | undefined,
  ): void {
    const fields = isJsonObject(order.input) ? order.input : {}
    const machine = route.machine ?? machineOf(order)
    if (plan === undefined) {
      const cause = `State Machine Does Not Exist: '${machine}'`
      return answers.submitFailed(owned, work, { error: "StepFunctions.StateMachineDoesNotExistException", cause })
    }
    const input = inputText(fields)
    if (input === undefined) {
      const cause = "Invalid State Machine Execution Input: 'Input' is text that is not JSON."
      return answers.submitFailed(owned, work, { error: "StepFunctions.InvalidExecutionInputException", cause })
    }
    const name = childNameOf(owned, order)
    if (!isExecutionName(name)) {
      return answers.submitFailed(owned, work, {
        error: "StepFunctions.InvalidNameException",
        cause: `Invalid Name: '${name}'`,
      })
    }
    const parent = linkOf(owned, work, route)
    const id = childIdOf(owned, order, machine, plan.machine.express)
    const errand: Errand = { owned, work, order, route, answers, input, parent, id }
    owned.errands++
    const trace = owned.observer?.contextOf(order) ?? owned.caller
    this.#store(errand, { plan, id, name, input, parent, trace })
      .then((result) => {
        if (result !== undefined) this.#stored(errand, result)
      })
      .catch((error: unknown) => answers.submitFailed(owned, work, serviceFailed(error)))
      .finally(() => {
        owned.errands--
        answers.rested(owned)
      })
  }

  /** Only the store's answer tells whether there is a child to be stopped. */
  async #store(errand: Errand, child: Omit<Starting, "startedAt">): Promise<Stored | undefined> {
    const { starter, clock, errands } = this.#parts
    return await errands.ask(errand, () => starter.start({ ...child, startedAt: clock.now() }))
  }

  #stored({ owned, work, order, route, answers, input, parent, id }: Errand, result: Stored): void {
    if (result.outcome === "exists" && !isSame(result.record, parent, input, route)) {
      const cause = `Execution Already Exists: '${id}'`
      return answers.submitFailed(owned, work, { error: "StepFunctions.ExecutionAlreadyExistsException", cause })
    }
    if (route.mode !== "start") {
      // Whoever stopped waiting meanwhile had nobody to stop yet.
      if (work.abandoned) return this.stop(owned, id)
      work.child = id
    }
    const startedAt = result.outcome === "exists" ? result.record.startedAt : this.#parts.clock.now()
    const response = { ExecutionArn: id, StartDate: startedAt }
    if (order.pattern === "request-response") answers.succeeded(owned, work, response)
    else answers.submitted(owned, work, response)
  }

  /** Stops a child that nobody awaits any more, as well as can be: as AWS does, nobody waits for it to have stopped. */
  stop(owned: Owned, child: string): void {
    // AWS's words, whether the parent was stopped, failed or timed out: its Task state is aborted with it (reported, not recorded).
    const cause = `The Task state in AWS Step Functions execution [${owned.id}] which was managing this resource was aborted`
    const body = messageText({ type: "StopRequested", cause })
    this.#parts.backend.inbox.send({ execution: child, body, when: ["RUNNING", "PARKED"] }).catch((error: unknown) => {
      this.#parts.logger.warn("a child workflow could not be stopped", {
        execution: owned.id,
        child,
        error,
        ...owned.observer?.logFacts(),
      })
    })
  }

  /** Takes up the children that an execution awaits which was taken over: those that are known to be its own. */
  adopt(owned: Owned): void {
    if (!owned.plan.awaitsChildren) return
    for (const order of pendingCommands(owned.plan.machine, owned.run, Infinity)) {
      if (order.type !== "RunTask" || order.submitted !== true) continue
      const route = owned.plan.routes.get(order.state)
      if (route?.kind !== "child") continue
      const work = new Work(order.frame, order.seq, order)
      work.token = awaitedToken(owned, order)
      work.child = this.idOf(owned, order, route.machine)
      owned.work.add(work)
    }
  }

  /** The id of the child that an order starts. */
  idOf(owned: Owned, order: RunTask, machine: string | undefined): string {
    return childIdOf(owned, order, machine, this.#parts.isExpress(machine ?? machineOf(order)))
  }
}

/** As any service that fails: the state's Retry decides. */
function serviceFailed(error: unknown): TaskFailure {
  return { error: "StepFunctions.ServiceException", cause: error instanceof Error ? error.message : String(error) }
}

function linkOf(owned: Owned, work: Work, route: ChildRoute): ParentLink {
  const link = { execution: owned.id, frame: work.frame, seq: work.seq }
  return route.mode === "start" || work.token === undefined
    ? link
    : { ...link, awaits: { token: work.token, mode: route.mode } }
}

/** JSON text of a child's input; undefined where it is text that is not JSON. */
function inputText({ Input }: JsonObject): string | undefined {
  if (typeof Input !== "string") return JSON.stringify(Input ?? {})
  try {
    return JSON.stringify(JSON.parse(Input))
  } catch {
    return undefined
  }
}

/** Whether an execution that exists is the one that this order asked for, or, where nobody awaits it, one like it. */
function isSame(record: ExecutionRecord, parent: ParentLink, input: string, route: ChildRoute): boolean {
  const known = readHeader(record.header).parent
  if (known?.execution === parent.execution && known.frame === parent.frame && known.seq === parent.seq) return true
  return route.mode === "start" && record.status === "RUNNING" && record.input === input
}
