import { EngineError } from "../errors.ts"
import type { Limits } from "../asl/quotas.ts"
import { utf8Length } from "../core/utf8-length.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { StoredStatus } from "../ports/executions.ts"
import type { Telemetry } from "../ports/telemetry.ts"
import { isExpressId, workflowOf } from "../runtime/execution-name.ts"
import { type InboxMessage, messageText } from "../runtime/message.ts"
import { jsonText } from "../runtime/json-text.ts"
import { systemClock } from "../runtime/system-clock.ts"
import { ActivityTasks } from "./activity-tasks.ts"
import { bulkClient } from "./bulk.ts"
import { cancellationOf } from "./cancellation-of.ts"
import { checkLimit, limitInvalid } from "./check-limit.ts"
import type { Client, ExecutionList } from "./client.ts"
import { deadLetterClient, describedLetter } from "./dead-letter-client.ts"
import { History } from "./history.ts"
import { MapRuns } from "./map-runs.ts"
import { notFound } from "./not-found.ts"
import { Program, type ProgramOptions } from "./program.ts"
import { Recall } from "./recall.ts"
import { Redrives } from "./redrives.ts"
import { Results } from "./results.ts"
import { subscription } from "./subscription.ts"
import { Starts } from "./starts.ts"

/** `handlers` and `resources` are what `deadLetters.retry` calls, beside the handlers of the workflows' own tasks. */
export interface ClientOptions extends Pick<ProgramOptions, "handlers" | "resources"> {
  /** Stays the caller's: close it when nobody uses it any more. */
  readonly backend: Backend
  /** What may be started by value. */
  readonly workflows: ProgramOptions["workflows"]
  /** Default: the system's. */
  readonly clock?: Clock
  /**
   * Who is told what it starts, and says in which trace: `openTelemetry()` of `@stepwright/adapters/otel`. Default:
   * nobody.
   */
  readonly telemetry?: Telemetry
  /** As the workers' that run what it starts. */
  readonly target?: NonNullable<ProgramOptions["target"]>
}

const ended: readonly StoredStatus[] = ["FAILED", "TIMED_OUT", "ABORTED", "PARKED"]

/**
 * Makes a client.
 * @throws {EngineError} `DUPLICATE_NAME`, `PLAN_INVALID`; {CompileError} with every problem of a workflow.
 */
export function createClient({ backend, clock = systemClock, telemetry, ...program }: ClientOptions): Client {
  return clientOf(new Program(program), backend, clock, telemetry)
}

/** A client over a program that is at hand. */
export function clientOf(program: Program, backend: Backend, clock: Clock, telemetry?: Telemetry): Client {
  const starts = new Starts(program, backend, clock, telemetry)
  const results = new Results(backend, clock)
  const history = new History(program, backend)
  const mapRuns = new MapRuns(history, backend)
  const redrives = new Redrives(history, backend, clock)
  const activityTasks = new ActivityTasks(history, backend, clock)

  const answer = async (message: Extract<InboxMessage, { readonly token: string }>, final: boolean): Promise<void> => {
    const outcome = await backend.inbox.answer({ token: message.token, body: messageText(message), final })
    if (outcome === "accepted") return
    const [code, what] =
      outcome === "unknown" ? (["TOKEN_UNKNOWN", "is unknown"] as const) : (["TOKEN_CLOSED", "is closed"] as const)
    throw new EngineError({ code, message: `The token '${message.token.slice(0, 60)}' ${what}.` })
  }

  const client: Client = {
    start: (workflow, input, options = {}) => starts.start(workflow, input, options),
    execute(workflow, input, options = {}) {
      try {
        const prepared = starts.prepare(workflow, input, options)
        return prepared instanceof Promise
          ? prepared.then((starting) => results.result(starting.id, options.timeoutMs, starts.launch(starting)))
          : results.result(prepared.id, options.timeoutMs, starts.launch(prepared))
      } catch (error) {
        return Promise.reject(error)
      }
    },
    storePlan: (machine) => starts.store(machine),
    startPlan: (plan, input, options = {}) => starts.startPlan(plan, input, options),
    async executePlan(plan, input, options = {}) {
      const starting = await starts.preparePlan(plan, input, options)
      return await results.result(starting.id, options.timeoutMs, starts.launch(starting))
    },
    async describe(id) {
      const [description, letters] = await Promise.all([
        results.describe(id),
        backend.deadLetters.list({ execution: id, limit: 1000 }),
      ])
      return letters.letters.length === 0
        ? description
        : { ...description, deadLetters: letters.letters.map(describedLetter) }
    },
    result: (id, options = {}) => results.result(id, options.timeoutMs),
    history: (id, options = {}) => history.page(id, options),
    subscribe: (id, options = {}) => subscription(program, backend, id, options),
    async unserved() {
      const found = await backend.sessions.unserved?.()
      if (found === undefined) return undefined
      const plans = new Map((await backend.plans.list()).map(({ id, machine }) => [id, machine]))
      return found.map(({ plan, ready }) => ({ workflow: plans.get(plan) ?? "", plan, executions: ready }))
    },
    ...bulkClient(backend, redrives, () => client),
    async stop(id, reason = {}) {
      checkReason(program.limits, reason.error, reason.cause)
      const body = messageText({ type: "StopRequested", ...reason })
      // What is parked must not stay so for ever.
      const unstoppable = program.target === "aws" && isExpressId(id)
      const when: readonly StoredStatus[] = unstoppable ? ["PARKED"] : ["RUNNING", "PARKED"]
      const sent = await backend.inbox.send({ execution: id, body, when })
      if (sent.outcome === "unknown") throw notFound(id)
      if (unstoppable && sent.outcome === "refused" && sent.status === "RUNNING") {
        throw new EngineError({ code: "TYPE_NOT_SUPPORTED", message: `The execution '${id}' cannot be stopped.` })
      }
    },
    async cancel(id, { reason, by } = {}) {
      checkReason(program.limits, by, reason)
      const cause = { ...(reason === undefined ? {} : { cause: reason }), ...(by === undefined ? {} : { by }) }
      const body = messageText({ type: "CancelRequested", ...cause })
      const sent = await backend.inbox.send({ execution: id, body, when: ["RUNNING", "PARKED"] })
      if (sent.outcome === "unknown") throw notFound(id)
      return sent.outcome === "accepted" ? { accepted: true } : { accepted: false, status: sent.status }
    },
    async describeCancellation(id) {
      return cancellationOf(await history.standing(id))
    },
    async compensate(id) {
      const nothing = (): EngineError =>
        new EngineError({ code: "NOT_COMPENSABLE", message: `Nothing is left to undo of the execution '${id}'.` })
      if (!(await history.isCompensable(id))) throw nothing()
      const record = await backend.executions.get({ id })
      if (record === undefined) throw notFound(id)
      if (record.mapRun !== undefined) throw belongsToMap(id)
      const takeBack = results.redriving(record)
      const sent = await backend.inbox.send({
        execution: id,
        body: messageText({ type: "CancelRequested", cause: "The execution is compensated.", revive: true }),
        when: ["FAILED", "TIMED_OUT", "ABORTED"],
      })
      if (sent.outcome === "accepted") return
      takeBack()
      throw sent.outcome === "unknown" ? notFound(id) : nothing()
    },
    compensations: (id) => history.compensations(id, clock.now()),
    async redrive(id) {
      const takeBack = results.redriving(await redrives.check(id))
      const sent = await backend.inbox.send({
        execution: id,
        body: messageText({ type: "RedriveRequested" }),
        when: ended,
      })
      if (sent.outcome === "accepted") return
      takeBack()
      if (sent.outcome === "unknown") throw notFound(id)
      throw new EngineError({ code: "NOT_REDRIVABLE", message: `The execution '${id}' is ${sent.status}.` })
    },
    describeRedrive: (id) => redrives.describe(id),
    async succeed(token, output) {
      const { text, value } = jsonText(output)
      checkLength("output", "bytes", utf8Length(text), program.limits.payload)
      await answer({ type: "TokenSucceeded", token, output: value }, true)
    },
    async fail(token, error, cause) {
      checkReason(program.limits, error, cause)
      const reason = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) }
      await answer({ type: "TokenFailed", token, ...reason }, true)
    },
    activityTask: (activity, options = {}) => activityTasks.next(activity, options),
    async heartbeat(token) {
      await answer({ type: "TokenHeartbeat", token, at: clock.now() }, false)
    },
    async list({ workflow, status, mapRun, limit = 100, cursor } = {}): Promise<ExecutionList> {
      const page = await backend.executions.list({
        limit: checkLimit(limit),
        // All children of a map run are of one machine, a part of the workflow's.
        ...(workflow === undefined || mapRun !== undefined ? {} : { machine: workflow }),
        ...(status === undefined ? {} : { status }),
        ...(mapRun === undefined ? {} : { mapRun }),
        ...(cursor === undefined ? {} : { cursor }),
      })
      const executions = page.executions.map(({ machine, ...summary }) => ({
        ...summary,
        workflow: workflowOf(machine),
      }))
      return page.cursor === undefined ? { executions } : { executions, cursor: page.cursor }
    },
    describeMapRun: (mapRun) => mapRuns.describe(mapRun),
    updateMapRun: (mapRun, limits) => mapRuns.update(mapRun, limits),
    listMapRuns: (execution) => mapRuns.list(execution),
    deadLetters: deadLetterClient(backend.deadLetters, clock, new Recall(program, backend, clock, results)),
    async prune({ olderThanMs }) {
      if (!Number.isFinite(olderThanMs)) throw limitInvalid(`'olderThanMs' is ${olderThanMs}.`)
      const closedBefore = clock.now() - olderThanMs
      let removed = 0
      // In bites, so that no store is held up for long.
      for (let last = pruneBite; last === pruneBite; removed += last) {
        last = (await backend.executions.prune({ closedBefore, limit: pruneBite })).removed
      }
      return { removed }
    },
  }
  return client
}

function belongsToMap(id: string): EngineError {
  return new EngineError({
    code: "NOT_COMPENSABLE",
    message: `The execution '${id}' belongs to a distributed Map.`,
    hint: "Compensate the execution of the Map.",
  })
}

function checkReason({ error: mostError, cause: mostCause }: Limits, error?: string, cause?: string): void {
  checkLength("error", "characters", error?.length ?? 0, mostError)
  checkLength("cause", "characters", cause?.length ?? 0, mostCause)
}

function checkLength(what: string, unit: string, length: number, most: number): void {
  if (length <= most) return
  throw new EngineError({ code: "TOO_LONG", message: `The ${what} has ${length} ${unit}; ${most} are allowed.` })
}

const pruneBite = 500
