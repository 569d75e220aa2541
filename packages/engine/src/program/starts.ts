import { utf8Length } from "../core/utf8-length.ts"
import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { ExecutionRecord } from "../ports/executions.ts"
import { checkExecutionName, executionId } from "../runtime/execution-name.ts"
import { jsonText } from "../runtime/json-text.ts"
import { newSeed } from "../runtime/seed.ts"
import { Starter, type Starting } from "../runtime/starter.ts"
import type { Startable, Started, StartOptions } from "./client.ts"
import type { Program, RunnableWorkflow } from "./program.ts"
import { issuesText, schemaIssues } from "./schema-issues.ts"
import type { Parsed } from "./schema-parser.ts"

/** Checks what is to be started, and starts it. */
export class Starts {
  readonly #program: Program
  readonly #clock: Clock
  readonly #starter: Starter

  constructor(program: Program, backend: Backend, clock: Clock) {
    this.#program = program
    this.#clock = clock
    this.#starter = new Starter(backend)
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
    const starting = (text: string): Starting => {
      const name = options.name ?? newSeed()
      const plan = runnable.loaded
      return { plan, id: executionId(plan.name, name), name, input: text, startedAt: this.#clock.now() }
    }
    return typeof given === "string" ? starting(given) : given.then(starting)
  }

  /** Starts it, or finds the execution of that name and input. Answers what is stored of it, without a new one's header. */
  async begin(starting: Starting): Promise<{ readonly existed: boolean; readonly record: ExecutionRecord }> {
    const result = await this.#starter.start(starting)
    if (result.outcome === "started") return { existed: false, record: freshRecord(starting) }
    if (result.record.input === starting.input) return { existed: true, record: result.record }
    throw new EngineError({
      code: "EXECUTION_EXISTS",
      message: `An execution of '${starting.plan.name}' named '${starting.name}' exists with another input.`,
    })
  }
}

function freshRecord({ plan, id, name, input, startedAt }: Starting): ExecutionRecord {
  return { id, machine: plan.name, name, plan: plan.id, status: "RUNNING", startedAt, header: "", input }
}

/** JSON text of an input that fits; what is given is kept as it is, since no schema changes it on AWS either. */
function inputText(
  workflow: string,
  { input: parse, loaded }: RunnableWorkflow,
  input: unknown,
): string | Promise<string> {
  const { value, text } = jsonOf(workflow, input)
  const { payload } = loaded.machine.limits
  if (text.length > payload || (text.length * 3 > payload && utf8Length(text) > payload)) {
    const message = `The input of '${workflow}' has ${utf8Length(text)} bytes; ${payload} are allowed.`
    throw new EngineError({ code: "INPUT_INVALID", message })
  }
  const check = (parsed: Parsed): string => {
    if (parsed.success) return text
    const issues = schemaIssues(parsed.error, value)
    const message = `The input of '${workflow}' does not fit: ${issuesText(issues)}.`
    throw new EngineError({ code: "INPUT_INVALID", message, issues })
  }
  const parsed = parse?.(value)
  if (parsed === undefined) return text
  return parsed instanceof Promise ? parsed.then(check) : check(parsed)
}

function jsonOf(workflow: string, input: unknown): ReturnType<typeof jsonText> {
  try {
    return jsonText(input)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EngineError({
      code: "INPUT_INVALID",
      message: `The input of '${workflow}' cannot be written as JSON: ${reason}.`,
      cause,
    })
  }
}
