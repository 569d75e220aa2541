import type { Workflow } from "@stepwright/dsl"

import type { Json } from "../asl/json.ts"
import { exceeds } from "../core/index.ts"
import { utf8Length } from "../core/utf8-length.ts"
import { EngineError } from "../errors.ts"
import { isSecretAt } from "../inspect/redact.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { Telemetry } from "../ports/telemetry.ts"
import type { Text } from "../ports/text.ts"
import { checkExecutionName, executionId, expressId } from "../runtime/execution-name.ts"
import { type LoadedPlan, loadPlan } from "../runtime/loaded-plan.ts"
import { jsonValue } from "../runtime/json-text.ts"
import { newSeed } from "../runtime/seed.ts"
import { type FoundStart, Starter, type Starting } from "../runtime/starter.ts"
import { Unwritten } from "../runtime/unwritten.ts"
import type { Startable, Started, StartedPlan, StartOptions, StartPlanOptions } from "./client.ts"
import { planOf } from "./plan-of.ts"
import type { Program, RunnableWorkflow } from "./program.ts"
import { issuesText, schemaIssues } from "./schema-issues.ts"
import type { Launch, Shown } from "./results.ts"
import type { Parsed } from "./schema-parser.ts"
import type { StateMachine } from "./state-machine.ts"
import { storedPlanOf } from "./stored-plan-of.ts"

/** Whether it had been started before, and what is stored of it. */
interface Begun {
  readonly existed: boolean
  readonly record: Shown
}

/** Checks what is to be started, and starts it. */
export class Starts {
  readonly #program: Program
  readonly #backend: Backend
  readonly #clock: Clock
  readonly #starter: Starter

  constructor(program: Program, backend: Backend, clock: Clock, telemetry?: Telemetry) {
    this.#program = program
    this.#backend = backend
    this.#clock = clock
    this.#starter = new Starter(backend, telemetry)
  }

  async start<I, O>(workflow: Startable<I, O>, input: I, options: StartOptions): Promise<Started<O>> {
    const starting = await this.prepare(workflow, input, options)
    const { id, name, plan } = starting
    const { existed } = await this.begin(starting)
    return { id, name, workflow: plan.name, existed }
  }

  /** Checks what is to be started. */
  prepare<I>(workflow: Startable<I>, input: I, options: StartOptions): Starting | Promise<Starting> {
    const runnable = this.#program.workflow(workflow.name)
    if (runnable === undefined) {
      throw new EngineError({ code: "WORKFLOW_UNKNOWN", message: `The workflow '${workflow.name}' is not known here.` })
    }
    if (options.name !== undefined) checkExecutionName(options.name)
    const given = inputText(workflow.name, runnable, input)
    return given instanceof Promise
      ? given.then((text) => this.#starting(runnable.loaded, text, options))
      : this.#starting(runnable.loaded, given, options)
  }

  #starting(plan: LoadedPlan, input: Text, { name = newSeed() }: StartOptions): Starting {
    const id = plan.machine.express ? expressId(plan.name, name, newSeed()) : executionId(plan.name, name)
    return { plan, id, name, input, startedAt: this.#clock.now() }
  }

  /** Checks what is to be started by a stored plan. */
  async preparePlan(id: string, input: string, options: StartPlanOptions): Promise<Starting> {
    const { name = newSeed(), home, roleArn, labels } = options
    checkExecutionName(name)
    const plan = await storedPlanOf(this.#program, this.#backend, id)
    checkText(plan, input)
    const told = { ...(roleArn === undefined ? {} : { roleArn }), ...(labels === undefined ? {} : { labels }) }
    const own = plan.machine.express ? expressId(plan.name, name, newSeed(), home) : executionId(plan.name, name, home)
    return { plan, id: own, name, input, startedAt: this.#clock.now(), told }
  }

  async startPlan(plan: string, input: string, options: StartPlanOptions): Promise<StartedPlan> {
    const starting = await this.preparePlan(plan, input, options)
    const { existed, record } = await this.begin(starting)
    const { id, name, status, startedAt } = record
    return { id, name, workflow: starting.plan.name, existed, status, startedAt }
  }

  /** Stores the plan of a workflow or state machine, and answers its id. */
  async store(value: Workflow | StateMachine): Promise<string> {
    const loaded = this.#program.workflow(value.name)?.loaded
    const made = value.kind === "workflow" ? planOf(value) : value.plan
    const { target } = this.#program
    const plan = loaded ?? loadPlan(target === undefined ? made : { ...made, target })
    await this.#starter.store(plan)
    return plan.id
  }

  /** Starts it, or finds the execution of that name and input. Answers what is stored of it. */
  async begin(starting: Starting): Promise<Begun> {
    return this.begun(starting, await this.#starter.start(starting))
  }

  /** Starts it once it is asked to begin. */
  launch(starting: Starting): Launch {
    return new StartLaunch(this, this.#starter, starting)
  }

  /** @param result - Of its start. */
  begun(starting: Starting, result: FoundStart): Begun {
    if (result.outcome === "started") return { existed: false, record: freshRecord(starting) }
    if (result.record.input === String(starting.input)) return { existed: true, record: result.record }
    throw new EngineError({
      code: "EXECUTION_EXISTS",
      message: `An execution of '${starting.plan.name}' named '${starting.name}' exists with another input.`,
    })
  }
}

/** A start that nobody has asked for yet. Each call of `execute` has one: an object costs less than closures would. */
class StartLaunch implements Launch {
  readonly #starts: Starts
  readonly #starter: Starter
  readonly #starting: Starting

  constructor(starts: Starts, starter: Starter, starting: Starting) {
    this.#starts = starts
    this.#starter = starter
    this.#starting = starting
  }

  begin(): Promise<FoundStart> {
    return this.#starter.start(this.#starting)
  }

  record(result: FoundStart): Shown {
    return this.#starts.begun(this.#starting, result).record
  }
}

function freshRecord({ plan, id, name, input, startedAt }: Starting): Shown {
  return { id, machine: plan.name, name, plan: plan.id, status: "RUNNING", startedAt, input }
}

/** JSON text of an input that fits; what is given is kept as it is, since no schema changes it on AWS either. */
function inputText(workflow: string, { input: parse, loaded }: RunnableWorkflow, input: unknown): Text | Promise<Text> {
  const value = valueOf(workflow, input)
  const { payload } = loaded.machine.limits
  if (exceeds(value, payload)) {
    const message = `The input of '${workflow}' has ${utf8Length(JSON.stringify(value))} bytes; ${payload} are allowed.`
    throw new EngineError({ code: "INPUT_INVALID", message })
  }
  const parsed = parse?.(value)
  return parsed instanceof Promise
    ? parsed.then((parsed) => fitting(workflow, loaded, value, parsed))
    : fitting(workflow, loaded, value, parsed)
}

/** @param parsed - What the schema says of it, where there is one. */
function fitting(workflow: string, { plan }: LoadedPlan, value: Json, parsed: Parsed | undefined): Text {
  if (parsed === undefined || parsed.success) return new Unwritten(value)
  const schema = plan.schemas.input
  const issues = schemaIssues(parsed.error, value, (path) => schema !== undefined && isSecretAt(schema, path))
  const message = `The input of '${workflow}' does not fit: ${issuesText(issues)}.`
  throw new EngineError({ code: "INPUT_INVALID", message, issues })
}

/** JSON text that fits, whatever it says. */
function checkText({ name, machine }: LoadedPlan, input: string): void {
  const { payload } = machine.limits
  if (utf8Length(input) > payload) {
    const message = `The input of '${name}' has ${utf8Length(input)} bytes; ${payload} are allowed.`
    throw new EngineError({ code: "INPUT_INVALID", message })
  }
  try {
    JSON.parse(input)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EngineError({ code: "INPUT_INVALID", message: `The input of '${name}' is not JSON: ${reason}.`, cause })
  }
}

function valueOf(workflow: string, input: unknown): Json {
  try {
    return jsonValue(input)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EngineError({
      code: "INPUT_INVALID",
      message: `The input of '${workflow}' cannot be written as JSON: ${reason}.`,
      cause,
    })
  }
}
