import type { Handled, Task, Workflow } from "@stepwright/dsl"

import { type Limits, limitsOf, type Target } from "../asl/quotas.ts"
import { EngineError } from "../errors.ts"
import type { Plan } from "../plan/plan.ts"
import type { Backend } from "../ports/backend.ts"
import type { ObjectStore } from "../ports/object-store.ts"
import type { StoredPlan } from "../ports/plans.ts"
import { checkMachineName } from "../runtime/execution-name.ts"
import { keepStringsFast } from "../runtime/fast-strings.ts"
import type { ResourceHandler, ResourceQueue, Services, TaskServer } from "../runtime/handler-context.ts"
import { type LoadedPlan, loadPlan, readPlan } from "../runtime/loaded-plan.ts"
import type { Logger } from "../runtime/logger.ts"
import { onQueues } from "../runtime/on-queues.ts"
import { ResourceTable } from "../runtime/resource-table.ts"
import { contractsOf, mismatchesOf } from "./contracts.ts"
import { planOf } from "./plan-of.ts"
import type { Script } from "../runtime/script.ts"
import { schemaParser, type SchemaParser } from "./schema-parser.ts"
import type { StateMachine } from "./state-machine.ts"
import { taskServer } from "./task-server.ts"
import { type Unbound, unboundOf } from "./unbound.ts"

/** What an engine, a worker or a client is given to run. */
export interface ProgramOptions {
  readonly workflows: readonly (Workflow | StateMachine)[]
  /** Code for tasks that were defined without one; wins over a task's own. */
  readonly handlers?: readonly Handled[]
  /**
   * By `service:action` (`dynamodb:putItem`), by a Lambda function's name or ARN, or by an activity's name or ARN; `*`
   * stands for any text, and the key that says most wins.
   */
  readonly resources?: Readonly<Record<string, ResourceHandler | ResourceQueue>>
  /** What the ItemReaders of distributed Maps read from, and their ResultWriters write to. */
  readonly objects?: ObjectStore
  /**
   * `aws` enforces the quotas of Step Functions, so that what passes here passes there. By default the engine lifts what
   * is only AWS's limit; `docs/quotas.md` lists both.
   */
  readonly target?: Target
  /**
   * Runs what others have stored as well, whatever its name: state machines that were created through the Step Functions
   * API. `true`: those whose every task is served here. `all`: the others, too; a task that nobody serves then fails with
   * `Stepwright.Unbound`. What is stored later is taken up within half a second. Default: only what `workflows` name.
   */
  readonly storedPlans?: boolean | "all"
}

/** A workflow as it is run. */
export interface RunnableWorkflow {
  readonly loaded: LoadedPlan
  /** Of its input; undefined where anything is taken. */
  readonly input: SchemaParser | undefined
}

/** Workflows with everything that serves them. */
export class Program implements Services {
  readonly #workflows = new Map<string, RunnableWorkflow>()
  readonly #byId = new Map<string, LoadedPlan>()
  readonly #servers = new Map<string, TaskServer>()
  readonly #resources: ResourceTable<ResourceHandler | ResourceQueue>
  /** Of resources. */
  readonly #queues: readonly string[]
  readonly #tasks: readonly Task[]
  readonly target: Target | undefined
  readonly #values = new Map<string, Workflow | StateMachine>()
  readonly objects: ObjectStore | undefined
  readonly storedPlans: boolean | "all"
  /** Plans of the backend that were looked at. */
  #seen = 0
  /** The plan of each machine that was stored last. */
  readonly #stored = new Map<string, LoadedPlan>()
  /** Tasks that have a task queue are served there. */
  hasQueues = false
  /** For tests: plays the world; then nothing needs to be bound. */
  script: Script | undefined = undefined

  /**
   * @throws {EngineError} `DUPLICATE_NAME`, `PLAN_INVALID`, `NAME_INVALID`
   * @throws {CompileError} with every problem of a workflow.
   */
  constructor(options: ProgramOptions) {
    keepStringsFast()
    this.target = options.target
    this.objects = options.objects
    this.storedPlans = options.storedPlans ?? false
    const resources = Object.entries(options.resources ?? {})
    this.#resources = new ResourceTable(resources)
    this.#queues = resources.flatMap(([, served]) => (typeof served === "object" ? served.queue : []))
    for (const workflow of options.workflows) this.#add(workflow)
    const tasks = this.#tasksOf()
    this.#tasks = [...tasks.values()]
    for (const task of tasks.values())
      if (task.handler !== undefined) this.serve(task.name, taskServer(task, task.handler))
    const attached = new Set<string>()
    for (const { task, handler } of options.handlers ?? []) {
      const known = tasks.get(task.name)
      if (attached.has(task.name) || (known !== undefined && known !== task)) throw duplicate("task", task.name)
      attached.add(task.name)
      this.serve(task.name, taskServer(task, handler))
    }
  }

  /** The bounds that hold for what clients send. */
  get limits(): Limits {
    return limitsOf(this.target)
  }

  /** Its workflows' names, those of child workflows included. */
  names(): readonly string[] {
    return [...this.#workflows.keys()]
  }

  /** Every task of its workflows. */
  tasks(): readonly Task[] {
    return this.#tasks
  }

  /** Names of the task queues that its tasks were defined with, and its resources bound to. */
  queues(): readonly string[] {
    return [...new Set([...this.#tasks.flatMap(({ data }) => data.queue ?? []), ...this.#queues])]
  }

  /** Puts a server in place of whatever served a task before. */
  serve(task: string, server: TaskServer): void {
    this.#servers.set(task, server)
  }

  task(name: string): TaskServer | undefined {
    return this.#servers.get(name)
  }

  resource(name: string): ResourceHandler | undefined {
    const served = this.#resources.find(name)
    return typeof served === "function" ? served : undefined
  }

  workflow(name: string): RunnableWorkflow | undefined {
    return this.#workflows.get(name)
  }

  planById(id: string): LoadedPlan | undefined {
    return this.#byId.get(id)
  }

  planOf(machine: string): LoadedPlan | undefined {
    return this.#workflows.get(machine)?.loaded
  }

  /** Whether a child workflow is of the type EXPRESS, as far as is known here. */
  isExpress(machine: string): boolean {
    return (this.planOf(machine) ?? this.#stored.get(machine))?.machine.express === true
  }

  /** Everything that its plans call and nobody serves. */
  unbound(): readonly Unbound[] {
    return [...this.#workflows.values()].flatMap(({ loaded }) => unboundOf(loaded, this))
  }

  /** @throws {EngineError} `UNBOUND`, naming everything that nobody serves. */
  assertBound(): void {
    if (this.script !== undefined) return
    const unbound = this.unbound()
    if (unbound.length === 0) return
    const lines = unbound.map(
      ({ what, name, workflow, state }) => `  ${what} '${name}' (workflow '${workflow}', state '${state}')`,
    )
    throw new EngineError({ code: "UNBOUND", message: `Nobody serves:\n${lines.join("\n")}\n` })
  }

  /**
   * Ids of the plans that can be run: the program's own, and those of other versions of the same workflows that
   * executions in the backend may be running by, as long as everything that they call is served here, by a contract that
   * takes what they send and gives what they read; with `storedPlans`, those of other workflows, too.
   */
  async planIds(backend: Backend, logger: Logger): Promise<readonly string[]> {
    await this.#look(backend, logger, 0)
    return [...this.#byId.keys()]
  }

  /** Those that were stored since they were last asked for. */
  newPlanIds(backend: Backend, logger: Logger): Promise<readonly string[]> {
    return this.#look(backend, logger, this.#seen)
  }

  async #look(backend: Backend, logger: Logger, from: number): Promise<readonly string[]> {
    const found: string[] = []
    const stored = await backend.plans.list({ from })
    this.#seen = Math.max(this.#seen, from + stored.length)
    const contracts = contractsOf([...this.#workflows.values()].map(({ loaded }) => loaded.plan))
    for (const plan of stored) {
      const known = this.#byId.has(plan.id)
      if (known || (this.storedPlans === false && !this.#workflows.has(plan.machine))) continue
      if (this.#takes(plan, contracts, logger)) found.push(plan.id)
    }
    return found
  }

  #takes(stored: StoredPlan, contracts: ReturnType<typeof contractsOf>, logger: Logger): boolean {
    const facts = { workflow: stored.machine, plan: stored.id }
    try {
      const loaded = this.#queued(readPlan(stored))
      this.#stored.set(stored.machine, loaded)
      const unbound = this.script === undefined ? unboundOf(loaded, this) : []
      const changed = this.script === undefined ? mismatchesOf(loaded.plan, contracts) : []
      const own = this.#workflows.has(stored.machine)
      const taken = changed.length === 0 && (unbound.length === 0 || (this.storedPlans === "all" && !own))
      if (!taken || unbound.length > 0) {
        const what = own ? "a plan of another version" : "a stored plan"
        logger.warn(`${what} ${taken ? "calls what nobody serves" : "cannot be served"} here`, {
          ...facts,
          unbound,
          changed,
        })
      }
      if (taken) this.#byId.set(stored.id, loaded)
      return taken
    } catch (error) {
      logger.warn("an earlier plan cannot be read", { ...facts, error })
      return false
    }
  }

  /** Stores every plan, so that what is started elsewhere by it can be handed to this program's workers. */
  async storePlans(starter: { store(plan: LoadedPlan): Promise<void> }): Promise<void> {
    for (const { loaded } of this.#workflows.values()) await starter.store(loaded)
  }

  #add(value: Workflow | StateMachine): void {
    const known = this.#values.get(value.name)
    if (known === value) return
    if (known !== undefined) throw duplicate("workflow", value.name)
    checkMachineName(value.name)
    this.#values.set(value.name, value)
    const made: Plan = value.kind === "workflow" ? planOf(value) : value.plan
    const plan: Plan = this.target === undefined ? made : { ...made, target: this.target }
    const loaded = this.#queued(loadPlan(plan))
    this.#byId.set(loaded.id, loaded)
    this.#workflows.set(value.name, {
      loaded,
      input: value.kind === "workflow" ? schemaParser(value.input) : undefined,
    })
    // A child workflow is at hand with the one that calls it.
    if (value.kind === "workflow") for (const child of value.workflows.values()) this.#add(child)
  }

  #queued(loaded: LoadedPlan): LoadedPlan {
    if (this.#queues.length === 0) return loaded
    return onQueues(loaded, (resource) => {
      const served = this.#resources.find(resource)
      return typeof served === "object" ? served : undefined
    })
  }

  #tasksOf(): ReadonlyMap<string, Task> {
    const tasks = new Map<string, Task>()
    for (const value of this.#values.values()) {
      if (value.kind !== "workflow") continue
      for (const task of value.tasks.values()) {
        const known = tasks.get(task.name)
        if (known !== undefined && known !== task) throw duplicate("task", task.name)
        tasks.set(task.name, task)
      }
    }
    return tasks
  }
}

function duplicate(kind: string, name: string): EngineError {
  return new EngineError({ code: "DUPLICATE_NAME", message: `There are two of the ${kind} '${name}'.` })
}
