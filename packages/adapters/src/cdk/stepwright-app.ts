import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

import { Annotations, type CfnParameter, type CfnResource } from "aws-cdk-lib"
import type { CfnInclude } from "aws-cdk-lib/cloudformation-include"
import { Construct } from "constructs"

import { buildApp, type BuildProblem, formatBuildProblem } from "../aws/build/index.ts"
import type { AwsParts } from "../aws/index.ts"
import { cdkProblem, StepwrightAppError } from "./cdk-error.ts"
import { compileWorkflows } from "./compile-workflows.ts"
import { describeStack } from "./describe-stack.ts"
import { filledTemplate } from "./filled-template.ts"
import { givenResources, parameterised, parameterProblems, valuesOf } from "./given-values.ts"
import { includeTemplate } from "./include-template.ts"
import { loadHandlers } from "./load-handlers.ts"
import {
  type AlarmTopicParts,
  alarmTopicParts,
  type DeadLetterQueueParts,
  deadLetterQueueParts,
  type FunctionParts,
  functionParts,
  type StateMachineParts,
  stateMachineParts,
} from "./parts.ts"
import type { StepwrightAppProps } from "./stepwright-app-props.ts"

/**
 * Workflows on AWS: the template of `awsTemplate` as constructs, each task's bundle an asset. What is compiled, bundled and
 * checked is so while it is constructed.
 * @example new StepwrightApp(stack, "Orders", { workflows: [placeOrder], handlers: "handlers.ts" })
 */
export class StepwrightApp extends Construct {
  readonly alarmTopic: AlarmTopicParts
  /** Where a saga of a workflow may leave something undone. */
  readonly deadLetterQueue?: DeadLetterQueueParts
  readonly #included: CfnInclude
  readonly #parts: AwsParts
  readonly #made = new Map<string, StateMachineParts | FunctionParts>()

  /** @throws {StepwrightAppError} with everything that is wrong; what may surprise becomes warnings of the synthesis. */
  constructor(scope: Construct, id: string, props: StepwrightAppProps) {
    super(scope, id)
    const folder = mkdtempSync(join(tmpdir(), "stepwright-app-"))
    try {
      const { included, parts } = this.#make(props, folder)
      this.#included = included
      this.#parts = parts
    } finally {
      // Assets are copied when they are made.
      rmSync(folder, { recursive: true, force: true })
    }
    const find = (part: string): CfnResource => this.#included.getResource(part)
    this.alarmTopic = alarmTopicParts(this, this.#parts.alarmTopic, find)
    if (this.#parts.deadLetterQueue !== undefined)
      this.deadLetterQueue = deadLetterQueueParts(this, this.#parts.deadLetterQueue, find)
  }

  /** What belongs to a workflow. @throws {StepwrightAppError} `CDK_PART_UNKNOWN` */
  stateMachine(workflow: string): StateMachineParts {
    const ids = this.#known("workflow", workflow, this.#parts.workflows)
    return this.#once(ids.stateMachine, () => stateMachineParts(this, workflow, ids, (id) => this.resource(id)))
  }

  /** What belongs to a task. @throws {StepwrightAppError} `CDK_PART_UNKNOWN` */
  function(task: string): FunctionParts {
    const ids = this.#known("task", task, this.#parts.tasks)
    return this.#once(ids.function, () => functionParts(this, task, ids, (id) => this.resource(id)))
  }

  /** Any resource, by its logical id in the plain template. @throws {Error} where there is none. */
  resource(id: string): CfnResource {
    return this.#included.getResource(id)
  }

  /** A parameter that has no value, by its name in the plain template. @throws {Error} where there is none. */
  parameter(name: string): CfnParameter {
    return this.#included.getParameter(name)
  }

  #make(props: StepwrightAppProps, folder: string): { readonly included: CfnInclude; readonly parts: AwsParts } {
    const { workflows, handlers = [], name = this.node.id, resources = {}, parameters = {}, ...more } = props
    const { external, telemetry, root: _, ...options } = more
    const root = resolve(props.root ?? ".")
    const compiled = compileWorkflows(workflows, root)
    const loaded = loadHandlers(handlers, root)
    const given = givenResources(resources, this)
    const { artifacts, problems: found } = buildApp({
      name,
      workflows: compiled.workflows,
      modules: loaded.modules,
      outDir: folder,
      root,
      options: { ...options, resources: given.options },
      ...(external === undefined ? {} : { external }),
      ...(telemetry === undefined ? {} : { telemetry }),
    })
    this.#report([
      ...compiled.problems,
      ...loaded.problems,
      // A module that could not be loaded may hold what seems to be missing; so may a workflow that could not be compiled.
      ...(compiled.problems.some(isError) ? found.filter(({ code }) => code !== "AWS_WORKFLOW_UNBOUND") : found).filter(
        ({ code }) => code !== "AWS_TASK_WITHOUT_HANDLER" || loaded.problems.length === 0,
      ),
      ...unknownResources(resources, compiled.workflows),
      ...parameterProblems(parameters, artifacts.template),
    ])
    const values = { ...valuesOf(parameters, artifacts.template), ...given.tokens }
    const template = filledTemplate(parameterised(artifacts.template, given.tokens), values)
    const included = includeTemplate(this, { template, values, artifacts, folder })
    describeStack(this, artifacts.template, (name) =>
      name in values ? undefined : included.getParameter(name).logicalId,
    )
    return { included, parts: artifacts.parts }
  }

  #report(problems: readonly BuildProblem[]): void {
    if (problems.some(isError)) throw new StepwrightAppError(this.node.path, problems.filter(isError))
    for (const problem of problems)
      Annotations.of(this).addWarningV2(`stepwright:${problem.code}`, formatBuildProblem(problem, process.cwd()))
  }

  #known<T>(what: string, name: string, all: Readonly<Record<string, T>>): T {
    const found = Object.hasOwn(all, name) ? all[name] : undefined
    if (found !== undefined) return found
    const message = `There is no ${what} '${name}'; there are ${Object.keys(all).join(", ")}.`
    throw new StepwrightAppError(this.node.path, [cdkProblem("CDK_PART_UNKNOWN", message)])
  }

  /** Constructs of one id can be made only once. */
  #once<T extends StateMachineParts | FunctionParts>(id: string, make: () => T): T {
    const found = this.#made.get(id) as T | undefined // ids of workflows and of tasks differ
    if (found !== undefined) return found
    const made = make()
    this.#made.set(id, made)
    return made
  }
}

function isError({ severity }: BuildProblem): boolean {
  return severity === "error"
}

function unknownResources(
  resources: Readonly<Record<string, string>>,
  workflows: ReturnType<typeof compileWorkflows>["workflows"],
): readonly BuildProblem[] {
  const known = new Set(
    workflows.flatMap(({ plan }) =>
      Object.values(plan.bindings).flatMap((binding) => (binding.kind === "resource" ? [binding.resource] : [])),
    ),
  )
  return Object.keys(resources)
    .filter((name) => !known.has(name))
    .map((name) => {
      const shown = known.size === 0 ? "they use none" : `they use ${[...known].join(", ")}`
      return cdkProblem("CDK_RESOURCE_UNKNOWN", `No workflow uses resource(${JSON.stringify(name)}); ${shown}.`)
    })
}
